"""Step 6's page: what is missing first, the matrix of rights, all checks, and *Check again* for one or all."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts import access
from apps.checklist.models import Step
from apps.connections import checks
from apps.connections.checks.table import BY_CODE
from apps.connections.checks.words import Told, tell
from apps.connections.errors import ConnectionRefused
from apps.connections.models import Connection, Verdict
from apps.onboarding import checking, frame, matrix, problems
from apps.onboarding.steps.check_sync_user import CheckSyncUser
from apps.salesforce.errors import SalesforceError
from apps.tenants.models import Instance

IN_MATRIX = frozenset({"object-rights", "required-fields"})
SHOWN_FIRST = (Verdict.FAIL, Verdict.WARN, Verdict.UNKNOWN)


def check_sync_user_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    connection = Connection.objects.of(instance).select_related("instance").first()
    results = checks.latest(instance)
    told = [tell(result, connection) for result in results] if connection else []
    context = {**frame.step(request, instance, step), **_shown(told, request.GET.get("show", ""))}
    context["matrix"] = matrix.of(results)
    context["checked_at"] = results[0].checked_at if results else None
    return render(request, "onboarding/steps/check-sync-user.html", context)


@require_POST
@access.to_instance("operate")
def check_again(request: HttpRequest, instance: Instance, code: str) -> HttpResponse:
    """One check, with those that Salesforce answers in the same call; then the step is judged anew."""
    if code not in BY_CODE:
        raise Http404
    try:
        is_whole = checking.again(instance, code, by=access.person(request))
    except (SalesforceError, ConnectionRefused) as error:
        messages.error(request, problems.sentence(problems.stored(error)))
    else:
        if is_whole:
            messages.success(request, _("Checked again. Nothing is missing any more."))
        else:
            messages.warning(request, _("Checked again. Something is still missing."))
    return redirect("onboarding:step", instance.key, CheckSyncUser.slug)


def _is_listed(each: Told, only: str) -> bool:
    """The matrix shows what passes of rights and fields; everything on request."""
    if only in {"", "all"}:
        return only == "all" or each.code not in IN_MATRIX or each.verdict != Verdict.PASS
    return each.verdict == only


def _shown(told: list[Told], only: str) -> dict[str, Any]:
    counts = Counter(each.verdict for each in told)
    chips = [(verdict.value, counts[verdict]) for verdict in Verdict if counts[verdict]]
    return {
        "problems_first": [each for verdict in SHOWN_FIRST for each in told if each.verdict == verdict],
        "listed": [each for each in told if _is_listed(each, only)],
        "chips": chips,
        "only": only,
        "all_count": len(told),
        "passed_count": counts[Verdict.PASS],
        "failed_count": counts[Verdict.FAIL],
        "warned_count": counts[Verdict.WARN],
    }

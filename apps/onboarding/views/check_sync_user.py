"""Step 6's page: what is missing first, the matrix of rights, all checks, and *Check again* for one or all."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts import access
from apps.checklist.models import Step
from apps.connections.checks.table import BY_CODE
from apps.connections.errors import ConnectionRefused
from apps.connections.models import Connection
from apps.onboarding import check_sections, checking, frame, problems
from apps.onboarding.steps.check_sync_user import CheckSyncUser
from apps.salesforce.errors import SalesforceError
from apps.tenants.models import Instance


def check_sync_user_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    connection = Connection.objects.of(instance).select_related("instance").first()
    shown = check_sections.of(instance, connection, request.GET.get("show", ""))
    return render(request, "onboarding/steps/check-sync-user.html", {**frame.step(request, instance, step), **shown})


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

"""Records that are here and no longer in Salesforce: what a comparison of Ids found, and what to do with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.mapping import row_numbers
from apps.onboarding import frame, missing_rows
from apps.sync import reconcile
from apps.sync.models import Reconcile
from apps.tenants.models import Instance


@require_GET
@access.to_instance("view")
def missing_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    rows = missing_rows.of(instance, named="records" in request.powers)  # type: ignore[attr-defined]
    context = {
        **frame.of(instance),
        "tab": "sync",
        "previews": [each for each in rows if each.row.state == Reconcile.State.PREVIEW],
        "others": [each for each in rows if each.row.state != Reconcile.State.PREVIEW],
        "is_moving": any(each.state in {"running", "queued"} for each in rows),
    }
    return render(request, "onboarding/missing.html", context)


@require_POST
@access.to_instance("operate")
def mark_missing(request: HttpRequest, instance: Instance, object_name: str) -> HttpResponse:
    seen = row_numbers.read(request.POST.get("seen", ""))
    done = seen is not None and reconcile.confirm(instance, object_name, seen=seen, by=access.person(request))
    return _told(request, instance, done, _("They are marked with the next cycle, which begins now."))


@require_POST
@access.to_instance("operate")
def leave_missing(request: HttpRequest, instance: Instance, object_name: str) -> HttpResponse:
    done = reconcile.leave(instance, object_name, by=access.person(request))
    return _told(request, instance, done, _("They stay as they are."))


def _told(request: HttpRequest, instance: Instance, done: bool, sentence: str) -> HttpResponse:
    if done:
        messages.success(request, sentence)
    else:
        messages.info(request, _("Nothing changed: somebody decided already, or the number is another one now."))
    return redirect("onboarding:missing", instance.key)

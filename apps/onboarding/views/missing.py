"""Records that are here and no longer in Salesforce: what a comparison of Ids found, and what to do with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.onboarding import frame
from apps.sync import reconcile
from apps.sync.models import Reconcile
from apps.tenants.models import Instance

SHOWN = 25


@require_GET
@access.to_instance("view")
def missing_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    rows = list(Reconcile.objects.of(instance)[:SHOWN])
    context = {
        **frame.of(instance),
        "tab": "sync",
        "previews": [row for row in rows if row.state == Reconcile.State.PREVIEW],
        "others": [row for row in rows if row.state != Reconcile.State.PREVIEW],
    }
    return render(request, "onboarding/missing.html", context)


@require_POST
@access.to_instance("operate")
def mark_missing(request: HttpRequest, instance: Instance, object_name: str) -> HttpResponse:
    done = reconcile.confirm(instance, object_name, by=access.person(request))
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
        messages.info(request, _("Nothing waits for a decision here any more."))
    return redirect("onboarding:missing", instance.key)

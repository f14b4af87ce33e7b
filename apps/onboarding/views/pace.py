"""The pace of an instance's sync: how often, when not, and how many Salesforce calls it may spend."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import access
from apps.connections import usage
from apps.onboarding import frame
from apps.onboarding.forms.pace import PaceForm
from apps.sync import schedule, standing, switches
from apps.tenants.models import Instance

MINUTES_A_DAY = 24 * 60


@require_http_methods(["GET", "POST"])
@access.to_instance("view")
def pace_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    may_change = "administer" in request.powers  # type: ignore[attr-defined]
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    state = standing.of(instance)
    form = PaceForm(request.POST if request.method == "POST" else None, state=state)
    if form.is_valid():
        switches.set_pace(instance, form.cleaned_data, by=access.person(request))
        messages.success(request, _("The new pace counts from now on."))
        return redirect("onboarding:pace", instance.key)
    zone = schedule.zone(instance)
    minutes = schedule.pause(state).total_seconds() / 60
    context = {
        **frame.of(instance),
        "tab": "settings",
        "form": form if may_change else None,
        "state": state,
        "minutes": minutes,
        "idle_calls": round(MINUTES_A_DAY / minutes) if minutes else 0,
        "usage": usage.today(instance),
        "zone": zone.key.rpartition("/")[2].replace("_", " "),
        "clock_there": timezone.now().astimezone(zone).time(),
    }
    return render(request, "onboarding/pace.html", context, status=422 if form.is_bound else 200)

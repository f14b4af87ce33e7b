"""The checklist page of an instance, its live fragments, and the verbs of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.checklist import actions, registry
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.connections import usage
from apps.onboarding import frame, pages, rows
from apps.tenants.models import Instance
from apps.timeline.models import Event

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

RECENT = 8


@require_GET
@access.to_instance("view")
def checklist_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    return render(request, "onboarding/checklist.html", _context(request, instance))


@require_GET
@access.to_instance("view")
def summary_fragment(request: HttpRequest, instance: Instance) -> HttpResponse:
    """What stands above the list: whose turn, the deck, the figures."""
    return render(request, "onboarding/checklist.html#summary", _context(request, instance))


@require_GET
@login_required
def step_fragment(request: HttpRequest, pk: int) -> HttpResponse:
    return _fragment(request, _step(request, pk, "view"))


@require_POST
@login_required
def start_step(request: HttpRequest, pk: int) -> HttpResponse:
    step = _step(request, pk, "operate")
    return _moved(request, step, registry.find(step.slug).may_start(step) and actions.start(step, by=request.user))


@require_POST
@login_required
def pause_step(request: HttpRequest, pk: int) -> HttpResponse:
    step = _step(request, pk, "operate")
    return _moved(request, step, registry.find(step.slug).can_pause and actions.pause(step, by=request.user))


@require_POST
@login_required
def resume_step(request: HttpRequest, pk: int) -> HttpResponse:
    step = _step(request, pk, "operate")
    return _moved(request, step, actions.resume(step, by=request.user))


@require_POST
@login_required
def cancel_step(request: HttpRequest, pk: int) -> HttpResponse:
    step = _step(request, pk, "operate")
    return _moved(request, step, registry.find(step.slug).can_pause and actions.cancel(step, by=request.user))


def step_page(request: HttpRequest, key: str, slug: str) -> HttpResponseBase:
    """Finds the step's own page; reading needs *view*, anything else *operate*."""
    power: access.Power = "view" if request.method in {"GET", "HEAD"} else "operate"
    return access.to_instance(power)(_step_page)(request, key, slug=slug)


def _step_page(request: HttpRequest, instance: Instance, slug: str) -> HttpResponseBase:
    step = Step.objects.of(instance).select_related("instance__agency").filter(slug=slug).first()
    if step is None or slug not in pages.BY_SLUG:
        raise Http404
    if request.method == "POST" and step.state == State.LOCKED:
        messages.warning(request, _("This step is not open yet. Nothing was changed."))
        return redirect("onboarding:step", instance.key, slug)
    return pages.BY_SLUG[slug](request, instance, step)


def _step(request: HttpRequest, pk: int, power: access.Power) -> Step:
    rows_ = Step.objects.everywhere("the next line asks whether this person may").select_related("instance__agency")
    step = rows_.filter(pk=pk).first()
    if step is None:
        raise Http404
    request.powers = access.demand(request.user, step.instance.agency_id, power)  # type: ignore[attr-defined]
    return step


def _moved(request: HttpRequest, step: Step, moved: bool) -> HttpResponse:
    if not moved:
        messages.info(request, _("Nothing changed: the step was no longer in that state."))
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") == step.noun:
        step.refresh_from_db()
        return _fragment(request, step)
    return redirect(_back(request) or reverse("onboarding:checklist", args=[step.instance.key]))


def _back(request: HttpRequest) -> str:
    """The page that the click came from, if it is one of ours."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else ""


def _fragment(request: HttpRequest, step: Step) -> HttpResponse:
    row = rows.one(step, request.powers, request.user.pk)  # type: ignore[attr-defined]
    return render(request, "onboarding/checklist.html#step", {"row": row, "instance": step.instance})


def _context(request: HttpRequest, instance: Instance) -> dict[str, Any]:
    listed = rows.of(instance, request.powers, request.user.pk)  # type: ignore[attr-defined]
    today = usage.today(instance)
    return {
        **frame.of(instance),
        "tab": "checklist",
        "rows": listed,
        "parts": rows.parts(listed),
        "next_step": rows.following(listed),
        "working": [row for row in listed if row.is_active],
        "others": [row for row in listed if row.turn and row.turn.kind in {"person", "us", "time"}],
        "done_count": sum(row.is_settled for row in listed),
        "figures": {"calls": today and today.calls, "calls_max": today and today.org_max},
        "events": list(Event.objects.of(instance)[:RECENT]),
        "event_count": Event.objects.of(instance).count(),
    }

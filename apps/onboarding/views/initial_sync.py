"""Step 13's page: records here per object, speed, when it will be done, what was set aside; pause, resume, cancel."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET

from apps.accounts import access
from apps.checklist import registry, steps
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.connections.models import ApiUsage
from apps.onboarding import causes, frame, object_words, rows
from apps.onboarding.curve import Curve
from apps.onboarding.steps.initial_sync import InitialSync
from apps.sync import figures, standing, truth
from apps.sync.figures import Figures, ObjectFigures
from apps.tenants.models import Instance

SILENT = datetime.timedelta(seconds=60)
MOST_CAUSES = 4
USED_UP = "limit-reached"
NEARLY_ALL = 0.9  # what the org last said of its calls is shown when it explains the refusal
WINDOW = datetime.timedelta(hours=24)  # Salesforce counts calls over the last day: each is free again a day later


def initial_sync_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    context = {**frame.step(request, instance, step), **_voyage(instance, step)}
    return render(request, "onboarding/steps/initial-sync.html", context)


@require_GET
@access.to_instance("view")
def initial_sync_fragment(request: HttpRequest, instance: Instance) -> HttpResponse:
    step = steps.get(instance, InitialSync.slug)
    row = rows.one(step, request.powers)  # type: ignore[attr-defined]
    context = {"instance": instance, "step": step, "row": row, **_voyage(instance, step)}
    return render(request, "onboarding/steps/initial-sync.html#voyage", context)


def _voyage(instance: Instance, step: Step) -> dict[str, Any]:
    state = standing.of(instance)
    found = figures.of(instance)
    return {
        "figures": found,
        "objects": [_object(each) for each in found.objects] if found else [],
        "causes": [causes.words(cause) for cause in found.causes[:MOST_CAUSES]] if found else [],
        "curve": Curve.of(found.series) if found else None,
        "limit": _limit(instance, step),
        "is_silent": _is_silent(step, found),
        "silent_since": _silent_since(step, found),
        "last_call": {**state.last_call, "at": parse_datetime(state.last_call["at"])} if state.last_call else None,
        "tries": step.failures,
        "most_tries": registry.find(step.slug).retry.times,
        "compared": truth.of(instance, found),
        "seconds": _seconds(step, found),
    }


def _object(each: ObjectFigures) -> dict[str, Any]:
    after = object_words.of(each.after) if each.after else None
    return {"figures": each, "words": object_words.of(each.place.object), "after": after}


def _silent_since(step: Step, found: Figures | None) -> datetime.datetime:
    return (found.saved_at if found else None) or step.state_since


def _is_silent(step: Step, found: Figures | None) -> bool:
    is_tried_again = bool(step.problem)
    return step.is_active and (is_tried_again or timezone.now() - _silent_since(step, found) > SILENT)


def _limit(instance: Instance, step: Step) -> dict[str, Any] | None:
    """While the org's API calls are used up: since when, until when at the latest, and how many there are."""
    if not step.is_active or step.problem.get("code") != USED_UP:
        return None
    since = parse_datetime(step.problem.get("since", "")) or step.state_since
    return {
        "since": since,
        "latest": since + WINDOW,
        "usage": ApiUsage.objects.of(instance).filter(org_used__gte=F("org_max") * NEARLY_ALL).order_by("-day").first(),
    }


def _seconds(step: Step, found: Figures | None) -> float | None:
    """How long it has taken so far, or took."""
    if not found or not found.began_at:
        return None
    end = found.saved_at if step.state == State.DONE and found.saved_at else timezone.now()
    return (end - found.began_at).total_seconds()

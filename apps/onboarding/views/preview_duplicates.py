"""Step 11's page: who would exist twice, what a rule would do with them, and the caution, to be accepted whole."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from apps.accounts import access
from apps.accounts.models import User
from apps.checklist import actions, registry, steps
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.mapping import duplicates, events, joining
from apps.mapping.models import DuplicatePreview
from apps.marketing import database
from apps.marketing.twins import SHARED_MAILBOX
from apps.onboarding import duplicate_words, frame
from apps.onboarding.steps.preview_duplicates import PreviewDuplicates
from apps.sync import standing
from apps.tenants.models import Instance
from apps.timeline import history

CAUTION = gettext_lazy(
    "Gangway does not merge duplicates automatically: not against a Salesforce sync, and not when people are entered by"
    " hand. Two Salesforce records with one e-mail address become two people, unless you choose that they count as"
    " one; the records stay two in any case."
)


def preview_duplicates_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    preview = DuplicatePreview.objects.of(instance).first()
    may_see = "records" in request.powers  # type: ignore[attr-defined]
    context = {
        **frame.step(request, instance, step),
        "preview": preview,
        "found": duplicate_words.found(preview),
        "groups": duplicate_words.samples(instance, preview) if may_see else [],
        "rules": duplicate_words.rules(instance, preview),
        "twice": duplicates.twice(instance),
        "mailbox": SHARED_MAILBOX,
        "caution": CAUTION,
        "may_accept": step.state == State.WAITING,
        "can_count_again": registry.find(step.slug).may_start(step),
    }
    return render(request, "onboarding/steps/preview-duplicates.html", context)


@require_POST
@access.to_instance("operate")
def accept_duplicates(request: HttpRequest, instance: Instance) -> HttpResponse:
    """The text as its reader saw it goes on the timeline, by its hash, with name and time; so does the rule."""
    rule = request.POST.get("joining", DuplicatePreview.Joining.BOTH)
    if rule not in joining.offered(instance):
        messages.error(request, _("Choose one of the rules."))
    elif _accept(instance, rule, by=access.person(request)):
        _carry_out(instance)
        return redirect("onboarding:step", instance.key, "start-sync")
    else:
        messages.info(request, _("Nothing changed: the step was no longer in that state."))
    return redirect("onboarding:step", instance.key, PreviewDuplicates.slug)


@transaction.atomic
def _accept(instance: Instance, rule: str, *, by: User) -> bool:
    """Once, however often the button was pressed."""
    history.take_turn(instance.pk)
    step = steps.get(instance, PreviewDuplicates.slug)
    if step.state != State.WAITING:
        return False
    text, twice = str(CAUTION), duplicates.twice(instance)
    digest = hashlib.sha256(text.encode()).hexdigest()
    history.record(instance, events.CAUTION_ACCEPTED, actor=by, text=text, hash=digest[:12], count=twice)
    joining.choose(instance, rule, by=by)
    message, data = _accepted(instance, rule, twice)
    return actions.finish(step, by=by, message=message, data=data)


def _carry_out(instance: Instance) -> None:
    """Where the people are here already; else the end of the initial sync does it."""
    if standing.of(instance).finished_at:
        with database.connect(instance) as connection:
            joining.renew(instance, connection)


def _accepted(instance: Instance, rule: str, twice: int) -> tuple[Any, dict[str, int]]:
    outcomes = DuplicatePreview.objects.of(instance).values_list("outcomes", flat=True).first() or {}
    joins = outcomes.get(rule, {}).get("joins", 0)
    return (PreviewDuplicates.JOINED, {"joins": joins}) if joins else (PreviewDuplicates.ACCEPTED, {"twice": twice})

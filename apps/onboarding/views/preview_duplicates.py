"""Step 11's page: who would exist twice, by rule, with samples; and the caution, to be accepted whole."""

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
from apps.connections.models import Connection
from apps.mapping import duplicates, events
from apps.mapping.models import DuplicatePreview
from apps.onboarding import frame
from apps.onboarding.steps.preview_duplicates import PreviewDuplicates
from apps.tenants.models import Instance
from apps.timeline import history

RULES = {
    "lead": gettext_lazy("Several leads share an address"),
    "contact": gettext_lazy("Several contacts share an address"),
    "between": gettext_lazy("A lead and a contact share an address"),
}
CAUTION = gettext_lazy(
    "Gangway does not merge duplicates automatically: not against a Salesforce sync, and not when people are entered by"
    " hand. Two Salesforce records with one e-mail address become two people."
)


def preview_duplicates_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    preview = DuplicatePreview.objects.of(instance).first()
    context = {
        **frame.step(request, instance, step),
        "preview": preview,
        "rules": _rules(instance, preview),
        "twice": duplicates.twice(instance),
        "caution": CAUTION,
        "may_accept": step.state == State.WAITING,
        "can_count_again": registry.find(step.slug).may_start(step),
    }
    return render(request, "onboarding/steps/preview-duplicates.html", context)


@require_POST
@access.to_instance("operate")
def accept_duplicates(request: HttpRequest, instance: Instance) -> HttpResponse:
    """The text as its reader saw it goes on the timeline, by its hash, with name and time."""
    if not _accept(instance, by=access.person(request)):
        messages.info(request, _("Nothing changed: the step was no longer in that state."))
        return redirect("onboarding:step", instance.key, PreviewDuplicates.slug)
    return redirect("onboarding:step", instance.key, "start-sync")


@transaction.atomic
def _accept(instance: Instance, *, by: User) -> bool:
    """Once, however often the button was pressed."""
    history.take_turn(instance.pk)
    step = steps.get(instance, PreviewDuplicates.slug)
    if step.state != State.WAITING:
        return False
    text, twice = str(CAUTION), duplicates.twice(instance)
    digest = hashlib.sha256(text.encode()).hexdigest()
    history.record(instance, events.CAUTION_ACCEPTED, actor=by, text=text, hash=digest[:12], count=twice)
    return actions.finish(step, by=by, message=PreviewDuplicates.ACCEPTED, data={"twice": twice})


def _rules(instance: Instance, preview: DuplicatePreview | None) -> list[dict[str, Any]]:
    """With a link to each sample's record, where the org has pages for them."""
    if preview is None or preview.finished_at is None:
        return []
    connection = Connection.objects.of(instance).first()
    host = connection.instance_url if connection and not connection.is_practice else ""
    return [{**rule, "label": RULES[rule["rule"]], "samples": _samples(rule, host)} for rule in preview.rules]


def _samples(rule: dict[str, Any], host: str) -> list[dict[str, Any]]:
    return [
        {"people": each["people"], "records": [_record(id_, host) for id_ in each["ids"]]} for each in rule["samples"]
    ]


def _record(sfdc_id: str, host: str) -> dict[str, str]:
    return {"id": sfdc_id, "url": f"{host}/{sfdc_id}" if host else ""}

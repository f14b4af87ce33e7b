"""Step 12's page: the estimate, the cautions, the button *Start Salesforce Sync*, and its confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from apps.accounts import access
from apps.accounts.models import User
from apps.checklist import actions, steps
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.mapping import joining, ledger, lock, second_person
from apps.onboarding import frame, object_words
from apps.onboarding.forms.start_sync import StartForm
from apps.onboarding.steps.review_mappings import ReviewMappings
from apps.onboarding.steps.start_sync import StartSync
from apps.sync import figures, receipts, standing, truth
from apps.sync.truth import Compared
from apps.tenants.models import Instance
from apps.timeline import history

NO_DEDUPLICATION = gettext_lazy(
    "There is no automatic de-duplication against a Salesforce sync, nor when people are entered by hand. Two"
    " Salesforce records with one e-mail address become two people."
)
JOINED = gettext_lazy(
    "There is no automatic de-duplication against a Salesforce sync, nor when people are entered by hand. Two"
    " Salesforce records with one e-mail address stay two records; by the rule of step 11 they count as one person."
)
ONLY_CHANCE, TIME_DEPENDS, PERSISTENT = (
    gettext_lazy(
        "This is the only chance to review and customise the mappings. With the start they are locked; after the"
        " initial sync they change by remapping only."
    ),
    gettext_lazy(
        "The time depends on the size and complexity of the Salesforce database. The sync goes on in the background;"
        " you may pause it, and what was saved stays."
    ),
    gettext_lazy(
        "The sync is persistent: after the initial sync Gangway looks for changes again and again, five minutes after"
        " the end of the last look, until somebody disables it."
    ),
)


def cautions(instance: Instance) -> list[str]:
    """As their reader sees them; the rule of step 11 decides one of them."""
    texts = (ONLY_CHANCE, JOINED if joining.joins(instance) else NO_DEDUPLICATION, TIME_DEPENDS, PERSISTENT)
    return [str(text) for text in texts]


def start_sync_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    return _page(request, instance, step, StartForm())


@require_POST
@access.to_instance("operate")
def start_sync(request: HttpRequest, instance: Instance) -> HttpResponse:
    """Keeps the receipt, locks the mappings, and opens the initial sync, which begins by itself."""
    step = steps.get(instance, StartSync.slug)
    if step.state != State.WAITING:
        return _nothing_changed(request, step)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _page(request, instance, step, form)
    if ledger.has_open(instance):
        messages.warning(request, _("The fields are being created already."))
        return redirect("onboarding:step", instance.key, step.slug)
    if second_person.is_missing(instance):
        messages.warning(request, _("A second person has to approve the mappings first."))
        return redirect("onboarding:step", instance.key, ReviewMappings.slug)
    if not _begin(instance, by=access.person(request)):
        return _nothing_changed(request, step)
    return redirect("onboarding:step", instance.key, "initial-sync")


@require_POST
@access.to_instance("operate")
def estimate_again(request: HttpRequest, instance: Instance) -> HttpResponse:
    step = steps.get(instance, StartSync.slug)
    if step.state != State.WAITING or not actions.start(step, by=access.person(request)):
        return _nothing_changed(request, step)
    return redirect("onboarding:step", instance.key, step.slug)


@transaction.atomic
def _begin(instance: Instance, *, by: User) -> bool:
    """False when somebody else pressed the button in the same moment, or accepted a list of fields."""
    history.take_turn(instance.pk)
    step = steps.get(instance, StartSync.slug)
    if step.state != State.WAITING or ledger.has_open(instance) or second_person.is_missing(instance):
        return False
    receipt = receipts.accept(instance, cautions(instance), by=by)
    lock.lock(instance, by=by)
    data = {"receipt": receipt.hash[: receipts.SHOWN]}
    return actions.finish(step, by=by, message=StartSync.STARTED, data=data)


def _page(request: HttpRequest, instance: Instance, step: Step, form: StartForm) -> HttpResponse:
    compared = truth.of(instance, figures.of(instance)) if standing.of(instance).started_at else None
    receipt = receipts.latest(instance)
    context = {
        **frame.step(request, instance, step),
        "estimate": _estimate(instance, compared),
        "compared": compared,
        "cautions": receipt.texts if receipt else cautions(instance),
        "form": form,
        "may_start": step.state == State.WAITING and "operate" in request.powers,  # type: ignore[attr-defined]
        "receipt": receipt,
    }
    return render(request, "onboarding/steps/start-sync.html", context)


def _estimate(instance: Instance, compared: Compared | None) -> dict[str, Any] | None:
    """With what is here of each object, once the sync began."""
    made = standing.of(instance).estimate
    if not made:
        return None
    here = {line.object: line.here for line in compared.lines} if compared else {}
    objects = [
        {**each, "words": object_words.of(each["object"]), "here": here.get(each["object"])} for each in made["objects"]
    ]
    return {**made, "at": parse_datetime(made["at"]), "objects": objects}


def _nothing_changed(request: HttpRequest, step: Step) -> HttpResponse:
    messages.info(request, _("Nothing changed: the step was no longer in that state."))
    return redirect("onboarding:step", step.instance.key, step.slug)

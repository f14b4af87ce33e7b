"""Step 10's page: what shares a field, what looks alike, ten real records; break, pair, finish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts import access
from apps.checklist import actions, steps
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.mapping import lock, parting, review, row_numbers, second_person, suggesting
from apps.mapping.errors import MappingError
from apps.mapping.review import Row
from apps.marketing import kinds
from apps.marketing.models import Field
from apps.onboarding import approvals, frame, ledgers, pair_asked, pairs_found, partial, samples
from apps.onboarding.forms.accept import AcceptForm
from apps.onboarding.steps.review_mappings import ReviewMappings
from apps.tenants.models import Instance

PAGE = "onboarding/steps/review-mappings.html"
MOST_ALIKE = 10


def review_mappings_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    """``?break=`` asks for the one-column ledger, ``?lead=&contact=`` for what pairing would do; neither changes."""
    if partial.is_asked(request):
        found = pairs_found.of(request, instance, review.rows(instance))
        context = {"instance": instance, **found, "is_locked": lock.is_locked(instance)}
        return partial.render(request, PAGE, context)
    return _page(request, instance, step)


@require_POST
@access.to_instance("operate")
def break_pair(request: HttpRequest, instance: Instance, pk: int) -> HttpResponse:
    step, field, form = _step(instance), _field(instance, pk), AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, instance, step, breaking=field, wrong=_("Type the number of fields, in digits."))
    said, user = form.cleaned_data, access.person(request)
    try:
        text = ledgers.statement(instance, parting.preview_break(instance, field))
        parting.break_pair(instance, field, said["typed"], said["list_hash"], user, statement=text)
    except MappingError as error:
        return _page(request, instance, step, breaking=field, wrong=error)
    messages.success(request, _("The pair is broken: Lead and Contact have a field each."))
    return redirect("onboarding:step", instance.key, step.slug)


@require_POST
@access.to_instance("operate")
def pair_fields(request: HttpRequest, instance: Instance) -> HttpResponse:
    found = pair_asked.find(instance, request.POST.get("lead", ""), request.POST.get("contact", ""))
    if found is None:
        raise Http404
    try:
        joint = parting.pair(instance, *found, by=access.person(request))
    except MappingError as error:
        messages.error(request, ledgers.words(error))
    else:
        words = _("Paired in %(kept)s. %(unused)s is unused now, and hidden.")
        messages.success(request, words % {"kept": joint.kept.name, "unused": joint.unused.name})
    return redirect("onboarding:step", instance.key, ReviewMappings.slug)


@require_POST
@access.to_instance("operate")
def keep_apart(request: HttpRequest, instance: Instance) -> HttpResponse:
    """*Not the same*: these two are asked about no more."""
    found = pair_asked.find(instance, request.POST.get("lead", ""), request.POST.get("contact", ""))
    if found is None:
        raise Http404
    try:
        suggesting.keep_apart(instance, *(each.source for each in found), by=access.person(request))
    except MappingError as error:
        messages.error(request, ledgers.words(error))
    else:
        messages.success(request, _("Kept apart. They can still be paired in the list."))
    return redirect("onboarding:step", instance.key, ReviewMappings.slug)


@require_POST
@access.to_instance("operate")
def finish_mappings(request: HttpRequest, instance: Instance) -> HttpResponse:
    step = _step(instance)
    if step.state == State.LOCKED or lock.is_locked(instance):
        messages.warning(request, _("Nothing changed: the mappings are not open."))
        return redirect("onboarding:step", instance.key, step.slug)
    user = access.person(request)
    if second_person.of(instance):
        return _ask(request, instance, step)
    review.finish(instance, by=user)
    actions.finish(step, by=user, message=ReviewMappings.FINISHED, data=review.shared(instance))
    return redirect("onboarding:step", instance.key, "preview-duplicates")


@transaction.atomic
def _ask(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    """The instance wants a second person: the step waits for that one's answer."""
    user = access.person(request)
    if second_person.ask(instance, by=user):
        actions.hand_over(step, by=user, message=ReviewMappings.ASKED, data={"asker": str(user), "asker_id": user.pk})
        messages.success(request, _("Finished. Another member approves the mappings now."))
    else:
        messages.info(request, _("Nothing changed: another member’s approval was asked for already."))
    return redirect("onboarding:step", instance.key, step.slug)


def _page(
    request: HttpRequest,
    instance: Instance,
    step: Step,
    *,
    breaking: Field | None = None,
    wrong: Exception | str = "",
) -> HttpResponse:
    listed = review.rows(instance)
    alike = suggesting.of(instance, listed)
    found = pairs_found.of(request, instance, listed)
    context = {
        **frame.step(request, instance, step),
        **_asked_change(request, instance, listed, breaking, wrong),
        **samples.of(request, instance),
        **approvals.of(request, instance),
        **found,
        "total": len(listed),
        "lookalikes": review.written(instance, alike[:MOST_ALIKE]),
        "more_alike": max(len(alike) - MOST_ALIKE, 0),
        "others": [(kinds.KINDS[kind].label, count) for kind, count in review.others(instance).items()],
        "is_locked": lock.is_locked(instance),
    }
    return partial.render(request, PAGE, context, status=422 if wrong else 200)


def _asked_change(
    request: HttpRequest, instance: Instance, listed: list[Row], breaking: Field | None, wrong: Exception | str
) -> dict[str, Any]:
    asked = row_numbers.read(request.GET.get("break", ""))
    field = breaking or (_field(instance, asked) if asked else None)
    try:
        if field:
            shown = parting.preview_break(instance, field)
            address = reverse("onboarding:break_pair", args=[instance.key, field.pk])
            return {"breaking": field, "break_url": address, **ledgers.dialog(instance, shown, wrong=wrong)}
        return pair_asked.of(request, instance, listed)
    except MappingError as error:
        return {"refused": ledgers.words(error)}


def _step(instance: Instance) -> Step:
    return steps.get(instance, ReviewMappings.slug)


def _field(instance: Instance, pk: int) -> Field:
    found = Field.objects.of(instance).filter(pk=pk, kind=kinds.PERSON.name).first()
    if found is None:
        raise Http404
    return found

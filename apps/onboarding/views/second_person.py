"""The second person's answer to the mappings, and the setting that asks for one."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts import access
from apps.checklist import actions, steps
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.mapping import review, second_person
from apps.mapping.errors import MappingError
from apps.onboarding import ledgers
from apps.onboarding.forms.second_person import AnswerForm, SendBackForm, WantForm
from apps.onboarding.steps.review_mappings import ReviewMappings
from apps.tenants.models import Instance


@require_POST
@access.to_instance("operate")
def approve_mappings(request: HttpRequest, instance: Instance) -> HttpResponse:
    form, user = AnswerForm(request.POST), access.person(request)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    try:
        with transaction.atomic():
            second_person.approve(instance, seen, by=user)
            shared = review.shared(instance)
            actions.finish(_step(instance), by=user, message=ReviewMappings.FINISHED, data=shared)
    except MappingError as error:
        messages.error(request, ledgers.words(error))
        return _back(instance)
    messages.success(request, _("Approved."))
    return redirect("onboarding:step", instance.key, "preview-duplicates")


@require_POST
@access.to_instance("operate")
def send_back_mappings(request: HttpRequest, instance: Instance) -> HttpResponse:
    form, user = SendBackForm(request.POST), access.person(request)
    if not form.is_valid():
        messages.error(request, _("Nothing was sent back: say what should be different."))
        return _back(instance)
    said = form.cleaned_data
    try:
        with transaction.atomic():
            second_person.send_back(instance, said["seen"], said["comment"], by=user)
            actions.reopen(_step(instance), by=user)
    except MappingError as error:
        messages.error(request, ledgers.words(error))
    else:
        messages.success(request, _("Sent back with your comment."))
    return _back(instance)


@require_POST
@access.to_instance("administer")
def want_second_person(request: HttpRequest, instance: Instance) -> HttpResponse:
    form, user = WantForm(request.POST), access.person(request)
    if form.is_valid() and second_person.want(instance, by=user, **form.cleaned_data):
        step = _step(instance)
        if step.state == State.WAITING:  # for a second person who is needed no longer
            actions.reopen(step, by=user)
        messages.success(request, _("Saved."))
    return redirect("onboarding:settings", instance.key)


def _step(instance: Instance) -> Step:
    return steps.get(instance, ReviewMappings.slug)


def _back(instance: Instance) -> HttpResponse:
    return redirect("onboarding:step", instance.key, ReviewMappings.slug)

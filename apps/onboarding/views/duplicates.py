"""What else can be done with the duplicates of step 11: compare by other options, take them as a file, discard them."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.checklist import actions, registry, steps
from apps.mapping import duplicates, duplicates_listed, events
from apps.mapping.models import DuplicatePreview
from apps.onboarding import csv_files, duplicate_words
from apps.onboarding.steps.preview_duplicates import PreviewDuplicates
from apps.tenants.models import Instance
from apps.timeline import history


@require_POST
@access.to_instance("operate")
@transaction.atomic
def compare_duplicates(request: HttpRequest, instance: Instance) -> HttpResponse:
    """Anew, with or without what stands behind a plus."""
    step = steps.get(instance, PreviewDuplicates.slug)
    is_counted = DuplicatePreview.objects.of(instance).exclude(finished_at=None).exists()
    if is_counted and registry.find(step.slug).may_start(step):
        duplicates.compare_anew(instance, ignores_plus="ignores_plus" in request.POST)
        actions.start(step, by=access.person(request))
    else:
        messages.info(request, _("Nothing changed: the step was no longer in that state."))
    return redirect("onboarding:step", instance.key, step.slug)


@require_POST
@access.to_instance("operate")
def discard_duplicates(request: HttpRequest, instance: Instance) -> HttpResponse:
    if DuplicatePreview.objects.of(instance).filter(discarded_at=None).exclude(finished_at=None).exists():
        duplicates.discard(instance)
        history.record(instance, events.DISCARDED, actor=access.person(request))
        messages.success(request, _("Names and addresses are deleted; the counts stay."))
    return redirect("onboarding:step", instance.key, PreviewDuplicates.slug)


@require_GET
@access.to_instance("records")
def duplicates_file(_request: HttpRequest, instance: Instance) -> HttpResponse:
    """All groups, one line a person."""
    head = [
        _("Group"),
        _("Reason"),
        _("Score"),
        _("Where"),
        _("Object"),
        _("Record"),
        _("Name"),
        _("E-mail"),
        _("Company"),
    ]
    rows = (
        [
            f"{'E' if each.reason == 'email' else 'N'}{each.grp}",
            duplicate_words.reason(each.reason),
            each.score,
            duplicate_words.place(each.place),
            each.object,
            each.sfdc_id,
            each.name,
            each.email,
            each.company,
        ]
        for each in duplicates_listed.everybody(instance)
    )
    return csv_files.response(f"{instance.key}-duplicates", head, rows)

"""Step 14's page: counts of each object, samples value by value, and where to go from here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.checklist import registry
from apps.checklist.models import Step
from apps.checklist.states import SETTLED
from apps.onboarding import frame, object_words, onward, rows, zero_words
from apps.sync import figures, receipts, truth, verify
from apps.sync.models import Verification
from apps.tenants.models import Instance


def verify_sync_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    found = verify.latest(instance)
    context = frame.step(request, instance, step)
    return render(
        request,
        "onboarding/steps/verify-sync.html",
        {
            **context,
            "parts": rows.parts(context["rows"]),
            "verification": found,
            "counts": _counts(found),
            "samples": _samples(found),
            "has_arrived": step.state in SETTLED and found is not None and verify.is_equal(found),
            "records": sum(each["here"] for each in found.counts) if found else 0,
            "can_verify_again": registry.find(step.slug).may_start(step),
            "compared": truth.of(instance, figures.of(instance)) if found else None,
            "receipt": receipts.latest(instance),
            "onward": onward.of(instance),
        },
    )


def _counts(found: Verification | None) -> list[dict[str, Any]]:
    listed = found.counts if found else []
    return [{**each, "words": object_words.of(each["object"]), "why": zero_words.of(each)} for each in listed]


def _samples(found: Verification | None) -> dict[str, Any]:
    """Records and values compared, and those that differ."""
    listed = found.samples if found else []
    different = [
        {"object": each["object"], "id": id_, "field": field} for each in listed for id_, field in each["different"]
    ]
    values = sum(each["values"] for each in listed)
    return {
        "records": sum(each["records"] for each in listed),
        "values": values,
        "equal": values - len(different),
        "different": different,
    }

"""Real records on the page of the mappings: asked for when somebody asks, shown, and kept nowhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from apps.accounts import access
from apps.connections import clients
from apps.connections.errors import ConnectionRefused
from apps.mapping import events, sample
from apps.onboarding import problems
from apps.onboarding.forms.sample import FURTHEST, SampleForm
from apps.salesforce.errors import SalesforceError
from apps.tenants.models import Instance
from apps.timeline import history


def of(request: HttpRequest, instance: Instance) -> dict[str, Any]:
    """Nothing is asked of Salesforce unless the form is sent; then it costs one call."""
    if not {"records", "operate"} <= request.powers:  # type: ignore[attr-defined]
        return {}
    is_asked = request.method == "POST" and "sample" in request.POST
    form = SampleForm(request.POST if is_asked else None)
    shown: dict[str, Any] = {"sample_form": form}
    if not form.is_valid():
        return shown
    asked = form.cleaned_data
    name, size, skip = asked["sample"], asked["size"], asked["skip"] or 0
    try:
        records = sample.take(instance, clients.open(instance), name, size=size, skip=skip, named=asked["named"])
    except (SalesforceError, ConnectionRefused) as error:
        return {**shown, "sample_problem": problems.words(problems.translate(error).stored())}
    history.record(instance, events.SAMPLED, actor=access.person(request), count=len(records), object=name)
    fits = [value.fits for record in records for value in record.values]
    counts = {"fitting": sum(fits), "failing": len(fits) - sum(fits)}
    following = "" if asked["named"] else min(skip + size, FURTHEST)
    return {**shown, **counts, "sample": name, "records": records, "sample_size": size, "sample_next": following}

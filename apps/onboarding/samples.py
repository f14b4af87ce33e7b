"""Ten real records on the page of the mappings: asked for when somebody asks, shown, and kept nowhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from apps.connections import clients
from apps.connections.errors import ConnectionRefused
from apps.mapping import sample
from apps.onboarding import problems
from apps.salesforce.errors import SalesforceError
from apps.tenants.models import Instance

OBJECTS = ("Lead", "Contact", "Account", "Opportunity")
FURTHEST = 2000  # Salesforce's own ceiling for OFFSET


def of(request: HttpRequest, instance: Instance) -> dict[str, Any]:
    """Nothing is asked of Salesforce unless the address names an object; then it costs one call."""
    name, skip = request.GET.get("sample", ""), request.GET.get("skip", "")
    if "records" not in request.powers:  # type: ignore[attr-defined]
        return {}
    if name not in OBJECTS:
        return {"sample_objects": OBJECTS}
    start = min(int(skip), FURTHEST) if skip.isdigit() else 0
    shown: dict[str, Any] = {"sample_objects": OBJECTS, "sample": name, "sample_next": start + sample.SIZE}
    try:
        records = sample.take(instance, clients.open(instance), name, skip=start)
    except (SalesforceError, ConnectionRefused) as error:
        return {**shown, "sample_problem": problems.words(problems.translate(error).stored())}
    fits = [value.fits for record in records for value in record.values]
    return {**shown, "records": records, "fitting": sum(fits), "failing": len(fits) - sum(fits)}

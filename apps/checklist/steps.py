"""The rows of one instance's checklist, in the customer's order."""

from __future__ import annotations

from apps.checklist import registry
from apps.checklist.models import Step
from apps.tenants.models import Instance


def lay(instance: Instance) -> None:
    """Make the rows that are missing: all for a new instance, one when a release adds a step."""
    there = set(Step.objects.of(instance).values_list("slug", flat=True))
    missing = [d.slug for d in registry.definitions() if d.slug not in there]
    Step.objects.bulk_create([Step(instance=instance, slug=slug) for slug in missing], ignore_conflicts=True)


def of(instance: Instance) -> list[Step]:
    rows = by_slug(instance)
    return [rows[definition.slug] for definition in registry.definitions()]


def by_slug(instance: Instance) -> dict[str, Step]:
    rows = {step.slug: step for step in Step.objects.of(instance)}
    if any(definition.slug not in rows for definition in registry.definitions()):
        lay(instance)
        rows = {step.slug: step for step in Step.objects.of(instance)}
    for step in rows.values():
        step.instance = instance
    return rows


def get(instance: Instance, slug: str) -> Step:
    return by_slug(instance)[slug]

"""Step 7's page: what was found so far, object by object, and what it cost in API calls."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.accounts import access
from apps.checklist import actions, registry
from apps.checklist.models import Step
from apps.mapping import choice, discovery
from apps.mapping.models import CatalogueObject, Discovery
from apps.mapping.objects import OBJECTS
from apps.onboarding import frame
from apps.tenants.models import Instance


def discover_fields_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    """A POST reads the catalogue anew (*Reset schema*); every choice is kept."""
    if request.method == "POST":
        if registry.find(step.slug).may_start(step):
            actions.start(step, by=access.person(request))
        return redirect("onboarding:step", instance.key, step.slug)
    context = {
        **frame.step(request, instance, step),
        "objects": _objects(instance),
        "reading": Discovery.objects.of(instance).first(),
        "so_far": discovery.standing(instance),
        "can_read_again": registry.find(step.slug).may_start(step),
    }
    return render(request, "onboarding/steps/discover-fields.html", context)


def _objects(instance: Instance) -> list[dict[str, object]]:
    """All twelve, in the customer's order: those whose fields can be chosen first."""
    seen = {row.name: row for row in CatalogueObject.objects.of(instance)}
    chosen = {each.object: each for each in choice.standings(instance)}
    order = [*chosen, *(name for name in OBJECTS if name not in chosen)]
    return [
        {"row": seen[name], "standing": chosen.get(name), "fixed": len(OBJECTS[name].fixed)}
        for name in order
        if name in seen
    ]

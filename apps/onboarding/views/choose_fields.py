"""Step 8's page: search, filter, sort and tick fields; the count that becomes permanent is always in view."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts import access
from apps.checklist import actions
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.mapping import catalogue, choice, filters, ledger, lock
from apps.mapping.models import CatalogueObject, Discovery
from apps.mapping.objects import OBJECTS
from apps.marketing import kinds
from apps.marketing.columns import MOST
from apps.marketing.models import Field
from apps.onboarding import frame, hiding, may_choose, offers, partial
from apps.onboarding.forms.choose_fields import ShownForm
from apps.onboarding.steps.choose_fields import ChooseFields
from apps.tenants.models import Instance

PAGE = "onboarding/steps/choose-fields.html"
SIZE = 100
NOTE = "note-"
CHIPS = {
    "all": gettext_lazy("All"),
    "chosen": gettext_lazy("Chosen"),
    "custom": gettext_lazy("Custom"),
    "filled": gettext_lazy("Filled, at least 20 %"),
    "personal": gettext_lazy("Personal data"),
    "formula": gettext_lazy("Formula"),
    "package": gettext_lazy("From a package"),
    "new": gettext_lazy("New since the last discovery"),
}
TYPES = {
    "text": gettext_lazy("Text"),
    "list": gettext_lazy("Picklist"),
    "number": gettext_lazy("Number"),
    "checkbox": gettext_lazy("Checkbox"),
    "date": gettext_lazy("Date and time"),
    "contact": gettext_lazy("Email and phone"),
    "lookup": gettext_lazy("Lookup"),
}
SORTS = {
    "filled": gettext_lazy("Fill rate"),
    "label": gettext_lazy("Label"),
    "name": gettext_lazy("API name"),
    "type": gettext_lazy("Type"),
}


def choose_fields_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    form = ShownForm(request.POST if request.method == "POST" else request.GET)
    asked = form.asked()
    if request.method == "POST":
        return _saved(request, instance, step, asked)
    context = {"instance": instance, **_list(request, instance, step, form)}
    if not partial.is_asked(request):
        context |= {**frame.step(request, instance, step), **_tray(instance), "links": hiding.links(instance)}
        context |= {"kept_filter": filters.of(instance, asked["object"]), "whole": _whole(instance, asked["object"])}
        context |= {"types": TYPES.items(), "packages": choice.packages(instance, asked["object"])}
    return partial.render(request, PAGE, context)


def _tray(instance: Instance) -> dict[str, Any]:
    """The count in view: columns to come, not fields ticked; and what stays free in each table."""
    shown = ledger.preview(instance)
    standings = choice.standings(instance)
    chosen = sum(each.chosen for each in standings)
    return {
        "ledger": shown,
        "split": _split(instance, shown.by_kind),
        "standings": standings,
        "chosen_count": chosen,
        "left_count": sum(each.total for each in standings) - chosen,
        "is_locked": lock.is_locked(instance),
    }


def _split(instance: Instance, coming: dict[str, int]) -> list[dict[str, Any]]:
    """A table a line: columns to come, and how many more PostgreSQL would take; a hidden one counts as well."""
    made = dict(Field.objects.of(instance).order_by().values_list("kind").annotate(Count("pk")))
    chosen = [kinds.KINDS[each.kind.name] for each in choice.IN_CUSTOMERS_ORDER]
    return [
        {
            "label": kind.label,
            "count": coming.get(kind.name, 0),
            "room": MOST - len(kind.columns) - made.get(kind.name, 0) - coming.get(kind.name, 0),
        }
        for kind in dict.fromkeys(chosen)
    ]


def _list(request: HttpRequest, instance: Instance, step: Step, form: ShownForm) -> dict[str, Any]:
    asked, search = form.asked(), form.search()
    name, is_locked = asked["object"], lock.is_locked(instance)
    counts = choice.counts(instance, name)
    powers: frozenset[str] = request.powers  # type: ignore[attr-defined]
    rows = choice.listing(instance, name, search, sort=asked["sort"])
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "asked": asked,
        "page": page,
        "query": query.urlencode(),
        "offers": offers.of(instance, name, page.object_list),
        "chips": _chips(request, counts, asked),
        "total": counts["all"],
        "below": choice.below(instance, name, asked["percent"]),
        "sorts": SORTS.items(),
        "is_narrowed": search != choice.EVERYTHING,
        "presets": choice.PRESETS.items(),
        "clients": choice.earlier_clients(instance),
        "is_locked": is_locked,
        "may_choose": "operate" in powers and step.state != State.LOCKED and not is_locked,
        "fixed_objects": [each.name for each in OBJECTS.values() if not each.is_chosen],
        "is_measuring": Discovery.objects.of(instance).filter(finished_at=None).exists(),
    }


def _whole(instance: Instance, object_name: str) -> CatalogueObject | None:
    return CatalogueObject.objects.of(instance).filter(name=object_name).first()


def _chips(request: HttpRequest, counts: dict[str, int], asked: dict[str, Any]) -> list[dict[str, Any]]:
    chips = []
    for name, label in CHIPS.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["show"] = name
        on = name == asked["show"]
        chips.append({"url": f"?{query.urlencode()}", "label": label, "count": counts[name], "on": on})
    return chips


def _saved(request: HttpRequest, instance: Instance, step: Step, asked: dict[str, Any]) -> HttpResponse:
    """Ticks of the page that was shown; with *Review*, the step is done. A script gets the tray back."""
    may_change = may_choose.now(request, instance)
    if may_change:
        shown, ticked = _names(request, "shown"), _names(request, "field")
        choice.save(instance, asked["object"], shown=shown, ticked=ticked)
        choice.note(instance, asked["object"], _notes(request))
    if request.htmx:  # type: ignore[attr-defined]
        context = {"instance": instance, "asked": asked, **_tray(instance)}
        return render(request, f"{PAGE}#tray", context)
    if may_change and request.POST.get("then") == "review":
        return _reviewed(request, instance, step)
    if may_change:
        messages.success(request, _("Saved."))
    return redirect(f"{request.path}?{request.POST.get('query') or 'object=' + asked['object']}")


def _names(request: HttpRequest, asked: str) -> list[str]:
    return [name for name in request.POST.getlist(asked) if "\0" not in name]


def _notes(request: HttpRequest) -> dict[str, str]:
    said = {name.removeprefix(NOTE): text for name, text in request.POST.items() if name.startswith(NOTE)}
    return {name: str(text).replace("\0", "").strip()[:500] for name, text in said.items() if "\0" not in name}


def _reviewed(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    shown = ledger.preview(instance)
    fields = catalogue.offered(instance).filter(is_chosen=True).count()
    if step.state != State.DONE or not shown.plan.is_empty:
        data = {"fields": fields, "columns": shown.count}
        actions.finish(step, by=access.person(request), message=ChooseFields.CHOSEN, data=data)
    return redirect("onboarding:step", instance.key, "sync-fields")

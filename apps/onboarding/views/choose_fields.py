"""Step 8's page: search, filter, sort and tick fields; the count that becomes permanent is always in view."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from apps.accounts import access
from apps.checklist import actions, steps
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.mapping import catalogue, choice, ledger, lock
from apps.mapping.models import Discovery
from apps.mapping.objects import OBJECTS
from apps.marketing import kinds
from apps.marketing.columns import MOST
from apps.marketing.models import Field
from apps.onboarding import frame, hiding, offers, partial
from apps.onboarding.forms.choose_fields import LeaveOutForm, ShownForm, StartFromForm
from apps.onboarding.steps.choose_fields import ChooseFields
from apps.tenants.models import Instance

PAGE = "onboarding/steps/choose-fields.html"
SIZE = 100
CHIPS = {
    "all": gettext_lazy("All"),
    "chosen": gettext_lazy("Chosen"),
    "custom": gettext_lazy("Custom"),
    "filled": gettext_lazy("Filled, at least 20 %"),
    "personal": gettext_lazy("Personal data"),
    "formula": gettext_lazy("Formula"),
    "package": gettext_lazy("From a package"),
}
SORTS = {
    "filled": gettext_lazy("Fill rate"),
    "label": gettext_lazy("Label"),
    "name": gettext_lazy("API name"),
    "type": gettext_lazy("Type"),
}


def choose_fields_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    asked = ShownForm(request.POST if request.method == "POST" else request.GET).asked()
    if request.method == "POST":
        return _saved(request, instance, step, asked)
    context = {"instance": instance, **_list(request, instance, step, asked)}
    if not partial.is_asked(request):
        context |= {**frame.step(request, instance, step), **_tray(instance), "links": hiding.links(instance)}
    return partial.render(request, PAGE, context)


@require_POST
@access.to_instance("operate")
def leave_out_fields(request: HttpRequest, instance: Instance) -> HttpResponse:
    form = LeaveOutForm(request.POST)
    if form.is_valid() and _may_change(request, instance):
        name, percent = form.cleaned_data["object"], form.cleaned_data["percent"]
        left = choice.leave_out_below(instance, name, percent, by=access.person(request))
        words = _("%(count)s fields of %(object)s were left out.")
        messages.success(request, words % {"count": left, "object": name})
    return _back(instance, request.POST.get("object", ""))


@require_POST
@access.to_instance("operate")
def start_from_preset(request: HttpRequest, instance: Instance) -> HttpResponse:
    form = StartFromForm(request.POST)
    if form.is_valid() and _may_change(request, instance):
        preset = form.cleaned_data["preset"]
        choice.start_from(instance, preset, by=access.person(request))
        messages.success(request, _("The choice starts from “%(preset)s”.") % {"preset": _(choice.PRESETS[preset])})
    return _back(instance, request.POST.get("object", ""))


def _tray(instance: Instance) -> dict[str, Any]:
    """The count in view: columns to come, not fields ticked."""
    shown = ledger.preview(instance)
    standings = choice.standings(instance)
    chosen = sum(each.chosen for each in standings)
    present = Field.objects.of(instance).filter(kind=kinds.PERSON.name).count() + len(kinds.PERSON.columns)
    return {
        "ledger": shown,
        "split": [(kinds.KINDS[name].label, count) for name, count in shown.by_kind.items()],
        "standings": standings,
        "chosen_count": chosen,
        "left_count": sum(each.total for each in standings) - chosen,
        "room": MOST - present - shown.by_kind.get(kinds.PERSON.name, 0),
        "is_locked": lock.is_locked(instance),
    }


def _list(request: HttpRequest, instance: Instance, step: Step, asked: dict[str, Any]) -> dict[str, Any]:
    name, is_locked = asked["object"], lock.is_locked(instance)
    counts = choice.counts(instance, name)
    powers: frozenset[str] = request.powers  # type: ignore[attr-defined]
    rows = choice.listing(instance, name, words=asked["q"], show=asked["show"], sort=asked["sort"])
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
        "presets": choice.PRESETS.items(),
        "is_locked": is_locked,
        "may_choose": "operate" in powers and step.state != State.LOCKED and not is_locked,
        "fixed_objects": [each.name for each in OBJECTS.values() if not each.is_chosen],
        "is_measuring": Discovery.objects.of(instance).filter(finished_at=None).exists(),
    }


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
    may_change = _may_change(request, instance)
    if may_change:
        shown, ticked = request.POST.getlist("shown"), request.POST.getlist("field")
        choice.save(instance, asked["object"], shown=shown, ticked=ticked)
    if request.htmx:  # type: ignore[attr-defined]
        context = {"instance": instance, "asked": asked, **_tray(instance)}
        return render(request, f"{PAGE}#tray", context)
    if may_change and request.POST.get("then") == "review":
        return _reviewed(request, instance, step)
    if may_change:
        messages.success(request, _("Saved."))
    return redirect(f"{request.path}?{request.POST.get('query') or 'object=' + asked['object']}")


def _reviewed(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    shown = ledger.preview(instance)
    fields = catalogue.offered(instance).filter(is_chosen=True).count()
    if step.state != State.DONE or not shown.plan.is_empty:
        data = {"fields": fields, "columns": shown.count}
        actions.finish(step, by=access.person(request), message=ChooseFields.CHOSEN, data=data)
    return redirect("onboarding:step", instance.key, "sync-fields")


def _may_change(request: HttpRequest, instance: Instance) -> bool:
    """Not before the step is open, and not once the initial sync was started."""
    if steps.get(instance, ChooseFields.slug).state == State.LOCKED:
        messages.warning(request, _("This step is not open yet. Nothing was changed."))
        return False
    if lock.is_locked(instance):
        messages.warning(request, _("The initial sync was started; the choice is locked. Nothing was changed."))
        return False
    return True


def _back(instance: Instance, object_name: str) -> HttpResponse:
    shown = ShownForm({"object": object_name}).asked()["object"]
    address = reverse("onboarding:step", args=[instance.key, ChooseFields.slug])
    return redirect(f"{address}?object={shown}")

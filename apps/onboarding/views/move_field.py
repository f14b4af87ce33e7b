"""Another Salesforce field for a column: what it would do, with real values; confirmed by typing the column's name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import access
from apps.mapping import remap, remap_sample
from apps.mapping.errors import MappingError
from apps.mapping.models import CatalogueObject, Mapping
from apps.mapping.objects import OBJECTS
from apps.mapping.remap import Move
from apps.onboarding import frame, ledgers, problems
from apps.onboarding.forms.field_changes import ConfirmMoveForm, MoveForm
from apps.onboarding.views.field_changes import find, flows, price_of
from apps.sync import keeping, late_fields, standing
from apps.tenants.models import Instance

PAGE = "onboarding/move_field.html"


@require_http_methods(["GET", "POST"])
@access.to_instance("operate")
def move_field_page(request: HttpRequest, instance: Instance, pk: int) -> HttpResponse:
    """``?source=`` asks what would happen; a POST with the typed name does it."""
    mapping = find(instance, pk)
    if not flows(instance):
        if request.method == "GET":
            return render(
                request, PAGE, {**frame.of(instance), "tab": "mapping", "mapping": mapping, "is_closed": True}
            )
        messages.warning(request, _("Nothing changed: fields change here once the initial sync is through."))
        return redirect("onboarding:field_changes", instance.key)
    said = request.POST if request.method == "POST" else request.GET
    form = MoveForm(said if "source" in said else None, instance=instance, mapping=mapping)
    if not form.is_valid():
        return _page(request, instance, mapping, form)
    try:
        asked = remap.preview_move(mapping, form.cleaned_data["source"])
    except MappingError as error:
        form.add_error("source", ledgers.words(error))
        return _page(request, instance, mapping, form)
    if request.method == "POST":
        return _confirmed(request, instance, form, asked)
    return _page(request, instance, mapping, form, asked)


def _confirmed(request: HttpRequest, instance: Instance, form: MoveForm, asked: Move) -> HttpResponse:
    column = asked.mapping.field
    typed = ConfirmMoveForm(request.POST)
    if not typed.is_valid() or typed.cleaned_data["typed"].strip() != column.name:
        return _page(request, instance, asked.mapping, form, asked, wrong=_("Type the name of the column as it is."))
    by = access.person(request)
    table = OBJECTS[asked.mapping.object].table
    before = f"{asked.mapping.object}.{asked.mapping.source}"
    number = keeping.keep(instance, table, column.kind, column.name, before)
    remap.move(instance, asked, by=by, statement=_statement(asked))
    if typed.cleaned_data["backfill"]:
        late_fields.ask(instance, {asked.mapping.object: [asked.source.name]}, by=by)
    messages.success(request, _("Done. %(number)s old values were kept.") % {"number": number})
    return redirect("onboarding:field_changes", instance.key)


def _statement(asked: Move) -> str:
    words = _("From now on %(object)s › %(after)s feeds “%(column)s” instead of %(before)s.")
    names = {"object": asked.mapping.object, "after": asked.source.name, "before": asked.mapping.source}
    return words % {**names, "column": asked.mapping.field.name}


def _page(
    request: HttpRequest,
    instance: Instance,
    mapping: Mapping,
    form: MoveForm,
    asked: Move | None = None,
    *,
    wrong: str = "",
) -> HttpResponse:
    context = {
        **frame.of(instance),
        **(_shown(instance, asked) if asked else {}),
        "tab": "mapping",
        "mapping": mapping,
        "form": form,
        "wrong": wrong,
        "sources": list(form.offered.order_by("name").values_list("name", "label")),
    }
    return render(request, PAGE, context, status=422 if wrong or form.errors else 200)


def _shown(instance: Instance, asked: Move) -> dict[str, Any]:
    counted = CatalogueObject.objects.of(instance).filter(name=asked.mapping.object)
    known = {
        "move": asked,
        "statement": _statement(asked),
        "confirm_form": ConfirmMoveForm(initial={"source": asked.source.name}),
        "records": counted.values_list("record_count", flat=True).first(),
        "calls": price_of(instance, [asked.mapping.object]),
    }
    try:
        return {**known, "sampled": remap_sample.take(instance, asked)}
    except standing.TROUBLES as error:
        return {**known, "problem": problems.words(problems.stored(error))}

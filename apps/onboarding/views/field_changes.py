"""Fields once records flow: what feeds which column, further fields, and those that rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.mapping import remap, row_numbers
from apps.mapping.errors import MappingError
from apps.mapping.models import CatalogueField, CatalogueObject, Mapping
from apps.onboarding import backfill_rows, csv_files, frame, ledgers
from apps.onboarding.forms.field_changes import AddForm
from apps.sync import keeping, late_fields, standing
from apps.sync.models import Backfill
from apps.tenants.models import Instance

PAGE = "onboarding/field_changes.html"
ROWS, MOST = 25, 500
LONGEST = 120


@require_GET
@access.to_instance("view")
def field_changes_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    """``?add=`` asks for the ledger of further fields."""
    asked = [row_numbers.read(each) for each in request.GET.getlist("add")[:MOST]]
    numbers = [each for each in asked if each]
    return _page(request, instance, _addable(instance, numbers) if numbers else [])


@require_POST
@access.to_instance("operate")
def add_late_fields(request: HttpRequest, instance: Instance) -> HttpResponse:
    form = AddForm(request.POST)
    if not form.is_valid() and "add" in form.errors:
        raise Http404
    chosen = _addable(instance, form.numbers)
    if not form.is_valid():
        return _page(request, instance, chosen, wrong=_("Type the number of fields, in digits."))
    if not flows(instance):
        return _refused(request, instance)
    by, said = access.person(request), form.cleaned_data
    text = ledgers.statement(instance, remap.preview_addition(instance, chosen))
    try:
        accepted = remap.add(instance, chosen, said["typed"], said["list_hash"], by, statement=text)
    except MappingError as error:
        return _page(request, instance, chosen, wrong=error)
    if said["backfill"]:
        late_fields.ask(instance, _by_object(chosen), by=by)
    words = ngettext(
        "%(count)s field was created. Receipt %(receipt)s keeps the list.",
        "%(count)s fields were created. Receipt %(receipt)s keeps the list.",
        accepted.count,
    )
    messages.success(request, words % {"count": accepted.count, "receipt": accepted.receipt})
    return redirect("onboarding:field_changes", instance.key)


@require_POST
@access.to_instance("operate")
def rest_field(request: HttpRequest, instance: Instance, pk: int) -> HttpResponse:
    mapping = find(instance, pk)
    if not flows(instance):
        return _refused(request, instance)
    if remap.rest(instance, mapping, by=access.person(request)):
        messages.success(request, _("It is read no longer. Its column and the values in it stay."))
    return redirect("onboarding:field_changes", instance.key)


@require_POST
@access.to_instance("operate")
def wake_field(request: HttpRequest, instance: Instance, pk: int) -> HttpResponse:
    """What changed while it rested is brought as well."""
    mapping = find(instance, pk)
    if not flows(instance):
        return _refused(request, instance)
    by = access.person(request)
    if remap.wake(instance, mapping, by=by):
        late_fields.ask(instance, {mapping.object: [mapping.source]}, by=by)
        messages.success(request, _("It is read again, and what changed meanwhile is brought."))
    else:
        messages.error(request, _("Another field feeds its column now. Let that one rest first."))
    return redirect("onboarding:field_changes", instance.key)


@require_POST
@access.to_instance("operate")
def bring_again(request: HttpRequest, instance: Instance, pk: int) -> HttpResponse:
    """What Salesforce refused to give is asked for once more; a second press changes nothing."""
    row = Backfill.objects.of(instance).filter(pk=pk).exclude(problem={}).first()
    if row is None:
        raise Http404
    asked = Backfill.objects.of(instance).filter(object=row.object, sources=row.sources, ended_at=None)
    if not flows(instance):
        return _refused(request, instance)
    if not asked.exists():
        late_fields.ask(instance, {row.object: row.sources}, by=access.person(request))
    messages.success(request, _("Asked again."))
    return redirect("onboarding:field_changes", instance.key)


@require_GET
@access.to_instance("records")
def kept_values_file(_request: HttpRequest, instance: Instance, pk: int) -> HttpResponse:
    field = find(instance, pk).field
    head = [_("Record"), _("Value"), _("Field"), _("At")]
    return csv_files.response(
        f"{instance.key}-{field.name}-kept", head, keeping.every(instance, field.kind, field.name)
    )


def flows(instance: Instance) -> bool:
    """The initial sync is through, so the mapping is open again."""
    return standing.of(instance).finished_at is not None


def find(instance: Instance, pk: int) -> Mapping:
    found = remap.flowing(instance).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def price_of(instance: Instance, objects: Sequence[str]) -> int:
    counted = CatalogueObject.objects.of(instance).filter(name__in=objects)
    return late_fields.price(dict(counted.values_list("name", "record_count")))


def _refused(request: HttpRequest, instance: Instance) -> HttpResponse:
    messages.warning(request, _("Nothing changed: fields change here once the initial sync is through."))
    return redirect("onboarding:field_changes", instance.key)


def _addable(instance: Instance, numbers: Sequence[int]) -> list[CatalogueField]:
    return list(remap.addable(instance).filter(pk__in=numbers))


def _by_object(chosen: Sequence[CatalogueField]) -> dict[str, list[str]]:
    wanted = defaultdict(list)
    for each in chosen:
        wanted[each.object.name].append(each.name)
    return dict(wanted)


def _page(
    request: HttpRequest, instance: Instance, chosen: Sequence[CatalogueField], *, wrong: Exception | str = ""
) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST].strip()
    mapped, new = remap.flowing(instance), remap.addable(instance)
    if words:
        mapped = mapped.filter(Q(source__icontains=words) | Q(field__name__icontains=words))
        new = new.filter(Q(name__icontains=words) | Q(label__icontains=words))
    context = {
        **frame.of(instance),
        **(_ledger(instance, chosen, wrong) if chosen else {}),
        "tab": "mapping",
        "flows": flows(instance),
        "words": words,
        "pager_query": urlencode({"q": words}) if words else "",
        "add_url": reverse("onboarding:add_late_fields", args=[instance.key]),
        "mapped": Paginator(mapped, ROWS).get_page(request.GET.get("page")),
        "new": list(new[:ROWS]),
        "new_count": new.count(),
        **backfill_rows.of(instance),
    }
    return render(request, PAGE, context, status=422 if wrong else 200)


def _ledger(instance: Instance, chosen: Sequence[CatalogueField], wrong: Exception | str) -> dict[str, Any]:
    shown = remap.preview_addition(instance, chosen)
    form = AddForm(initial={"list_hash": shown.hash, "add": ",".join(str(each.pk) for each in chosen)})
    calls = price_of(instance, list(_by_object(chosen)))
    return {**ledgers.dialog(instance, shown, wrong=wrong), "add_form": form, "calls": calls}

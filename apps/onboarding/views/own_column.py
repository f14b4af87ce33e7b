"""A column of its own for a field that has another type in Salesforce by now: the one-column ledger."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import access
from apps.mapping import lock, own_column
from apps.mapping.errors import FixedMapping, MappingError
from apps.mapping.models import Mapping
from apps.onboarding import frame, ledgers
from apps.onboarding.forms.accept import AcceptForm
from apps.onboarding.views.field_changes import find, flows
from apps.sync import late_fields
from apps.tenants.models import Instance


@require_http_methods(["GET", "POST"])
@access.to_instance("operate")
def own_column_page(request: HttpRequest, instance: Instance, pk: int) -> HttpResponse:
    """Once records flow, its existing values are brought into the new column."""
    mapping = find(instance, pk)
    if request.method == "GET" or _is_locked(instance):
        return _page(request, instance, mapping)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, instance, mapping, wrong=_("Type the number of fields, in digits."))
    by, said, is_flowing = access.person(request), form.cleaned_data, flows(instance)
    try:
        text = ledgers.statement(instance, own_column.preview(instance, mapping))
        accepted = own_column.make(
            instance, mapping, said["typed"], said["list_hash"], by, statement=text, flows=is_flowing
        )
    except MappingError as error:
        return _page(request, instance, mapping, wrong=error)
    if is_flowing:
        late_fields.ask(instance, {mapping.object: [mapping.source]}, by=by)
    words = _("The column was created. Receipt %(receipt)s keeps the list.")
    messages.success(request, words % {"count": accepted.count, "receipt": accepted.receipt})
    return redirect("onboarding:schema_changes", instance.key)


def _is_locked(instance: Instance) -> bool:
    return lock.is_locked(instance) and not flows(instance)


def _page(request: HttpRequest, instance: Instance, mapping: Mapping, *, wrong: Exception | str = "") -> HttpResponse:
    context = {
        **frame.of(instance),
        **_dialog(instance, mapping, wrong),
        "tab": "mapping",
        "mapping": mapping,
    }
    return render(request, "onboarding/own_column.html", context, status=422 if wrong else 200)


def _dialog(instance: Instance, mapping: Mapping, wrong: Exception | str) -> dict[str, Any]:
    """The one-column ledger, or why there is none."""
    if _is_locked(instance):
        return {"refused": _("Locked while the initial sync runs.")}
    try:
        return ledgers.dialog(instance, own_column.preview(instance, mapping), wrong=wrong)
    except FixedMapping:
        return {"refused": _("Its column holds all its values.")}

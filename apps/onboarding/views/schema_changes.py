"""Reset schema: what Salesforce changed, what was decided about it, and what stays, before any of it is taken over."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from apps.accounts import access
from apps.connections import clients
from apps.mapping import catalogue, lock, own_column, schema_merge
from apps.mapping.errors import MappingError
from apps.mapping.objects import OBJECTS
from apps.mapping.schema_changes import Merge
from apps.onboarding import frame, ledgers, problems
from apps.onboarding.steps.choose_fields import ChooseFields
from apps.onboarding.views.field_changes import flows, price_of
from apps.salesforce.client import Client
from apps.sync import keeping, late_fields, standing
from apps.tenants.models import Instance

PAGE = "onboarding/schema_changes.html"
KINDS = ("renamed", "retyped", "gone", "back", "added")
FEW = 25  # fields that nobody decided anything about


@require_http_methods(["GET", "POST"])
@access.to_instance("operate")
def schema_changes_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    """Each look is one call to Salesforce; a POST with the hash of what was shown takes it over."""
    if not catalogue.is_described(instance) or _is_locked(instance):
        return _page(request, instance)
    try:
        client = clients.open(instance)
        if request.method == "GET":
            return _page(request, instance, schema_merge.show(instance, client))
        return _taken_over(request, instance, client)
    except standing.TROUBLES as error:
        return _page(request, instance, problem=problems.words(problems.stored(error)), status=503)


def _taken_over(request: HttpRequest, instance: Instance, client: Client) -> HttpResponse:
    by, is_flowing = access.person(request), flows(instance)
    carried, seen = set(request.POST.getlist("carry")), request.POST.get("seen", "")
    try:
        merge = schema_merge.take_over(instance, client, seen, carried, by=by, flows=is_flowing)
    except MappingError as error:
        shown = schema_merge.show(instance, client)
        return _page(request, instance, shown, status=422, wrong=ledgers.words(error))
    messages.success(request, _said(merge, carried))
    if not is_flowing:
        return redirect("onboarding:step", instance.key, ChooseFields.slug)
    _keep_values(instance, merge, carried)
    if request.POST.get("backfill"):
        late_fields.ask(instance, _late(merge, carried), by=by)
    return redirect("onboarding:field_changes", instance.key)


def _late(merge: Merge, carried: Collection[str]) -> dict[str, list[str]]:
    """Fields whose values may have been missed: those of another name or type, and those that came back."""
    late: dict[str, list[str]] = {}
    for each in merge.objects:
        flowing = [change for change in each.changes if change.decided.column and not change.decided.rests]
        for change in flowing:
            is_renamed = change.kind == "renamed" and schema_merge.key(each.name, change) in carried
            if is_renamed or change.kind in {"back", "retyped"}:
                late.setdefault(each.name, []).append(change.name)
    return late


def _keep_values(instance: Instance, merge: Merge, carried: Collection[str]) -> None:
    """What the column of a renamed field holds is copied aside: the new field's values come in its place."""
    for name, change in merge.renamed():
        if change.decided.column and schema_merge.key(name, change) in carried:
            table, kind = OBJECTS[name].table, OBJECTS[name].kind.name
            keeping.keep(instance, table, kind, change.decided.column, f"{name}.{change.before}")


def _said(merge: Merge, carried: Collection[str]) -> str:
    number = sum(schema_merge.key(name, each) in carried for name, each in merge.renamed())
    words = ngettext(
        "Taken over. The decisions about %(number)s renamed field went along.",
        "Taken over. The decisions about %(number)s renamed fields went along.",
        number,
    )
    return words % {"number": number} if number else _("Taken over. Every decision stays as it was.")


def _is_locked(instance: Instance) -> bool:
    """From the start to the end of the initial sync."""
    return lock.is_locked(instance) and not flows(instance)


def _page(
    request: HttpRequest, instance: Instance, merge: Merge | None = None, *, status: int = 200, **context: Any
) -> HttpResponse:
    is_flowing = flows(instance)
    late = _late(merge, [schema_merge.key(*each) for each in merge.renamed()]) if merge and is_flowing else {}
    shown = {
        **frame.of(instance),
        "tab": "mapping",
        "is_described": catalogue.is_described(instance),
        "is_locked": _is_locked(instance),
        "merge": merge,
        "unfit": own_column.unfit(instance) if merge else [],
        "counts": {kind: merge.count(kind) for kind in KINDS} if merge else {},
        "few": FEW,
        "calls": price_of(instance, list(late)) if late else 0,
        **context,
    }
    return render(request, PAGE, shown, status=status)

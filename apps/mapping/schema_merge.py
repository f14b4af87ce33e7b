"""Takes over what Salesforce changed: as it was shown and not otherwise, with the decisions about renamed fields."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from apps.mapping import catalogue, events, filters, ledger, lock, schema_changes, suggesting, versions
from apps.mapping.errors import ListOpen, SchemaMoved
from apps.mapping.models import CatalogueField, Mapping
from apps.mapping.schema_changes import Change, Merge
from apps.salesforce.client import Client
from apps.tenants.models import Instance
from apps.timeline import history


def show(instance: Instance, client: Client) -> Merge:
    """One call to Salesforce, and nothing is saved. Raises NothingDescribed."""
    return schema_changes.compare(instance, catalogue.ask(client))


def take_over(
    instance: Instance, client: Client, seen_hash: str, carried: Collection[str], *, by: Any, flows: bool = False
) -> Merge:
    """``carried``: the renames that a person accepted, as `key` names them. ``flows``: the initial sync is through.

    Raises SchemaMoved where the changes are no longer those that were shown, ListOpen, and MappingLocked.
    """
    described = catalogue.ask(client)
    with transaction.atomic():
        history.take_turn(instance.pk)
        if not flows:
            lock.refuse_when_locked(instance)
        if ledger.has_open(instance):
            raise ListOpen
        merge = schema_changes.compare(instance, described)
        if merge.hash != seen_hash:
            raise SchemaMoved
        catalogue.save(instance, described)
        accepted = [(name, each) for name, each in merge.renamed() if key(name, each) in carried]
        for object_name, each in accepted:
            _carry(instance, object_name, each)
        counts = {kind: merge.count(kind) for kind in ("added", "gone", "retyped")}
        told = history.record(instance, events.MERGED, actor=by, renamed=len(accepted), **counts)
        versions.keep(instance, told)
    return merge


def key(object_name: str, renamed: Change) -> str:
    return f"{object_name}.{renamed.before}>{renamed.name}"


def _carry(instance: Instance, object_name: str, renamed: Change) -> None:
    """Choice, note, mapping and the filter of records go over to the new name; the old one keeps nothing."""
    rows = CatalogueField.objects.of(instance).filter(object__name=object_name).select_related("object")
    before, after = rows.get(name=renamed.before), rows.get(name=renamed.name)
    rows.filter(pk=after.pk).update(is_chosen=before.is_chosen, note=before.note)
    rows.filter(pk=before.pk).update(is_chosen=False, note="")
    Mapping.objects.of(instance).filter(object=object_name, source=before.name).update(source=after.name)
    filters.carry(instance, before.name, after)
    suggesting.carry(instance, object_name, before.name, after.name)

"""What Salesforce changed since its fields were read, beside what was decided about them; looking changes nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from apps.mapping import catalogue, renames, types
from apps.mapping.catalogue import Described
from apps.mapping.errors import NothingDescribed
from apps.mapping.models import CatalogueField, CatalogueObject, Mapping, RecordFilter
from apps.mapping.objects import OBJECTS
from apps.marketing.types import ColumnType
from apps.tenants.models import Instance


class Decided(NamedTuple):
    """What people decided about a field. ``column``: the one that it feeds, or fed until it was let rest."""

    is_chosen: bool = False
    note: str = ""
    column: str = ""
    column_type: str = ""
    mapping: int = 0
    rests: bool = False
    limits: bool = False

    @property
    def is_something(self) -> bool:
        return self != Decided()


class Change(NamedTuple):
    """``kind``: renamed, retyped, gone, back or added. ``name``: by now; ``before``: the API name, or the type, it had.

    ``effect`` of another type: fits (the column holds all values), errors (those that don't fit are row errors), unheld
    (no column holds this type), or empty where there is no column yet. Of an added one: proposed (default mapping).
    """

    kind: str
    name: str
    label: str
    decided: Decided
    type: str = ""
    before: str = ""
    score: int = 0
    effect: str = ""


@dataclass(frozen=True)
class ObjectChanges:
    """``appeared``, ``vanished``: the sync user sees the object as a whole since lately, or no longer."""

    name: str
    label: str
    appeared: bool
    vanished: bool
    changes: tuple[Change, ...]
    stays: int

    @property
    def is_something(self) -> bool:
        return self.appeared or self.vanished or bool(self.changes)

    def of(self, kind: str) -> list[Change]:
        return [each for each in self.changes if each.kind == kind]

    @property
    def decided(self) -> list[Change]:
        """Those that touch what a person decided, and those that a person is asked about."""
        return [each for each in self.changes if each.decided.is_something or each.kind == "renamed"]

    @property
    def others(self) -> list[Change]:
        return [each for each in self.changes if each not in self.decided]


@dataclass(frozen=True)
class Merge:
    objects: tuple[ObjectChanges, ...]

    @property
    def hash(self) -> str:
        """Of what a person saw."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    @property
    def changed(self) -> list[ObjectChanges]:
        return [each for each in self.objects if each.is_something]

    @property
    def stays(self) -> int:
        return sum(each.stays for each in self.objects)

    def count(self, kind: str) -> int:
        return sum(len(each.of(kind)) for each in self.objects)

    def renamed(self) -> Iterator[tuple[str, Change]]:
        """With the object that each is a field of."""
        yield from ((each.name, change) for each in self.objects for change in each.of("renamed"))


def compare(instance: Instance, described: Described) -> Merge:
    """``described``: as `catalogue.ask` gets it. Raises NothingDescribed."""
    if not catalogue.is_described(instance):
        raise NothingDescribed
    rows = {row.name: row for row in CatalogueObject.objects.of(instance)}
    fields: dict[str, dict[str, CatalogueField]] = defaultdict(dict)
    for field in CatalogueField.objects.of(instance).select_related("object").defer("values"):
        fields[field.object.name][field.name] = field
    decided = _decided(instance, (each for by_name in fields.values() for each in by_name.values()))
    return Merge(
        tuple(
            _Comparison(
                rows.get(name) or CatalogueObject(instance=instance, name=name, is_visible=False), known, decided
            ).with_(described.get(name))
            for name in OBJECTS
            for known in [fields[name]]
        )
    )


class _Comparison:
    """One object: its rows, and what was decided about them."""

    def __init__(
        self, row: CatalogueObject, known: dict[str, CatalogueField], decided: dict[tuple[str, str], Decided]
    ) -> None:
        self.row = row
        self.known = known
        self.first_seen = min((each.seen_at for each in known.values()), default=None)
        self.decided = {name: decided.get((row.name, name), Decided()) for name in known}

    def with_(self, described: dict[str, object] | None) -> ObjectChanges:
        now = {each.name: each for each in catalogue.drawn(self.row, described)}
        added = [each for name, each in now.items() if name not in self.known]
        gone = [each for name, each in self.known.items() if name not in now and self._counts(each)]
        asked = renames.probable(gone, [*added, *self._unasked(now)])
        taken = {each.before.name for each in asked} | {each.after.name for each in asked}
        changes = [
            *map(self._renamed, asked),
            *self._retyped(now),
            *(self._change("gone", each) for each in gone if each.name not in taken),
            *(self._change("back", each) for each in now.values() if self._was_gone(each)),
            *(self._added(each) for each in added if each.name not in taken),
        ]
        touched = {each.name for each in changes}
        return ObjectChanges(
            self.row.name,
            str((described or {}).get("label") or self.row.label or self.row.name),
            appeared=described is not None and not self.row.is_visible,
            vanished=described is None and self.row.is_visible,
            changes=tuple(changes),
            stays=sum(
                1 for name, each in self.known.items() if each.is_visible and name in now and name not in touched
            ),
        )

    def _counts(self, gone: CatalogueField) -> bool:
        """Gone for long already: it counts as long as something that was decided about it hangs in the air."""
        return gone.is_visible or self.decided[gone.name].is_something

    def _unasked(self, now: dict[str, CatalogueField]) -> Iterator[CatalogueField]:
        """Fields that an earlier reading brought, about which nobody has decided anything."""
        for name, each in self.known.items():
            is_late = self.first_seen is not None and each.seen_at > self.first_seen
            if is_late and name in now and not self.decided[name].is_something:
                yield each

    def _was_gone(self, each: CatalogueField) -> bool:
        return each.name in self.known and not self.known[each.name].is_visible

    def _retyped(self, now: dict[str, CatalogueField]) -> Iterator[Change]:
        for name, after in now.items():
            before = self.known.get(name)
            if before and (before.type, before.is_formula) != (after.type, after.is_formula):
                words = types.written(before)
                yield self._change("retyped", after)._replace(before=words, effect=_effect(self.decided[name], after))

    def _renamed(self, each: renames.Rename) -> Change:
        was = self._change("renamed", each.after)
        return was._replace(decided=self.decided[each.before.name], before=each.before.name, score=each.score)

    def _added(self, each: CatalogueField) -> Change:
        return self._change("added", each)._replace(effect="proposed" if each.is_chosen else "")

    def _change(self, kind: str, each: CatalogueField) -> Change:
        return Change(kind, each.name, each.label, self.decided.get(each.name, Decided()), types.written(each))


def _effect(decided: Decided, after: CatalogueField) -> str:
    if after.type not in types.STORABLE:
        return "unheld"
    if not decided.column:
        return ""
    return "fits" if decided.column_type in {ColumnType.TEXT, types.column_type(after.type)} else "errors"


def _decided(instance: Instance, fields: Iterable[CatalogueField]) -> dict[tuple[str, str], Decided]:
    mapped = {
        (row.object, row.source): row for row in Mapping.objects.of(instance).select_related("field").order_by("pk")
    }
    limiting = set(RecordFilter.objects.of(instance).values_list("object", "field"))
    found = {}
    for each in fields:
        key = (each.object.name, each.name)
        said = Decided(each.is_chosen, each.note, limits=key in limiting)
        if row := mapped.get(key):
            column, type_ = row.field.name, str(row.field.type)
            said = said._replace(column=column, column_type=type_, mapping=row.pk, rests=row.is_hidden)
        found[key] = said
    return found

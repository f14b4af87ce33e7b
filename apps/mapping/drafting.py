"""Drafts the list from the choice: what is paired, what each column will be called, what exists already."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from apps.mapping import catalogue, pairing
from apps.mapping.models import Mapping
from apps.mapping.pairing import Wanted
from apps.mapping.plan import Link, Plan, Quiet
from apps.marketing import kinds, names
from apps.marketing.models import Field
from apps.marketing.names import ColumnName
from apps.marketing.receipts import NewField
from apps.tenants.models import Instance


@dataclass(frozen=True)
class Line:
    """One column to be created, with what feeds it. ``why`` is a key of `names.WHY`."""

    field: NewField
    sources: tuple[Wanted, ...]
    why: str


class Known(NamedTuple):
    """A mapping that is there already. Plain values: thousands of rows are read whenever somebody ticks a box."""

    object: str
    source: str
    is_hidden: bool
    column: str
    type: str


class Draft:
    """Collects the lines; knows which names are taken."""

    def __init__(self, instance: Instance) -> None:
        self.mapped = {(row.object, row.source): row for row in _mappings(instance)}
        self.taken = {kind.name: {column.name for column in kind.columns} for kind in kinds.KINDS.values()}
        for kind, name in Field.objects.of(instance).values_list("kind", "name"):
            self.taken[kind].add(name)
        self.lines: list[Line] = []
        self.links: list[Link] = []

    def add(self, group: list[Wanted]) -> None:
        """A group shares one column: a new one, or the one that its partner has had for some time."""
        new = [each for each in group if (each.object, each.source) not in self.mapped]
        known = [self.mapped[each.object, each.source] for each in group if each not in new]
        self.links += [_link(each, row.column) for each, row in _back(group, known)]
        if not new:
            return
        partner = next((row for row in known if row.type == new[0].type), None)
        column = partner.column if partner else self._create(new)
        self.links += [_link(each, column) for each in new]

    def _create(self, new: list[Wanted]) -> str:
        first = new[0]
        named = self._name(first)
        sources = tuple(f"{each.object}.{each.source}" for each in new)
        field = NewField(first.kind, named.name, first.label, first.type, sources)
        self.taken[first.kind].add(named.name)
        self.lines.append(Line(field, tuple(new), named.why))
        return named.name

    def _name(self, wanted: Wanted) -> ColumnName:
        taken = self.taken[wanted.kind]
        if wanted.standard:
            return names.free(wanted.standard.column, taken)
        plain = names.propose(wanted.source, taken)
        if plain.why == "taken" and kinds.KINDS[wanted.kind].parts:
            return ColumnName(names.free(own_name(wanted), taken).name, "taken")
        return plain


def own_name(wanted: Wanted) -> str:
    """Apart from its namesake on the other object: `contact_region`."""
    return names.apart(wanted.object, wanted.source)


def draft(instance: Instance, also: Collection[int] = ()) -> tuple[tuple[Line, ...], Plan]:
    """``also``: the numbers of catalogue fields that would be chosen besides."""
    chosen = catalogue.offered(instance).filter(Q(is_chosen=True) | Q(pk__in=also)).order_by("pk")
    described = chosen.values_list("object__name", "name", "label", "type")
    wanted = [Wanted.described(*values) for values in described]
    made = Draft(instance)
    for group in pairing.together(wanted):
        made.add(group)
    order = list(kinds.KINDS)
    lines = sorted(made.lines, key=lambda line: (order.index(line.field.kind), line.field.name))
    return tuple(lines), Plan(
        fields=tuple(line.field for line in lines),
        links=tuple(sorted(made.links, key=lambda link: (link.object, link.source))),
        quiet=_quiet(made.mapped.values(), wanted),
    )


def _mappings(instance: Instance) -> Iterable[Known]:
    rows = Mapping.objects.of(instance).order_by("object", "source")
    return map(Known._make, rows.values_list("object", "source", "is_hidden", "field__name", "field__type"))


def _back(group: list[Wanted], known: list[Known]) -> list[tuple[Wanted, Known]]:
    """Left out earlier and chosen again: the old link comes back."""
    hidden = {(row.object, row.source): row for row in known if row.is_hidden}
    return [(each, hidden[each.object, each.source]) for each in group if (each.object, each.source) in hidden]


def _link(wanted: Wanted, column: str) -> Link:
    return Link(wanted.object, wanted.source, wanted.kind, column, is_standard=wanted.standard is not None)


def _quiet(mapped: Iterable[Known], wanted: Iterable[Wanted]) -> tuple[Quiet, ...]:
    kept = {(each.object, each.source) for each in wanted}
    left = [row for row in mapped if not row.is_hidden and (row.object, row.source) not in kept]
    return tuple(Quiet(row.object, row.source) for row in left)

"""Takes over a mapping file: what it would change is shown first; with one fault in it, nothing is changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from apps.mapping import catalogue, events, lock, mapping_file, plan, standard, types, versions
from apps.mapping.errors import ListChanged
from apps.mapping.mapping_file import Entry, Fault
from apps.mapping.models import CatalogueField, Mapping
from apps.mapping.objects import OBJECTS
from apps.mapping.plan import Link, Plan, Quiet
from apps.marketing import fields
from apps.marketing.models import Field
from apps.marketing.types import ColumnType
from apps.tenants.models import Instance
from apps.timeline import history

Source = tuple[str, str]


class Move(NamedTuple):
    """``before`` is empty where nothing flowed."""

    object: str
    source: str
    before: str
    after: str


@dataclass(frozen=True)
class Proposal:
    """``unmade``: chosen fields whose column does not exist here; step 9 makes it."""

    chosen: tuple[Source, ...]
    left: tuple[Source, ...]
    moves: tuple[Move, ...]
    quiet: tuple[Source, ...]
    unmade: tuple[Source, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.chosen or self.left or self.moves or self.quiet)

    @property
    def hash(self) -> str:
        """Of what a person saw."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


class Here:
    """What this instance has, read once."""

    def __init__(self, instance: Instance) -> None:
        offered = catalogue.offered(instance).values_list("object__name", "name", "type", "is_chosen")
        self.offered = {(name, source): (type_, is_chosen) for name, source, type_, is_chosen in offered}
        fields_ = Field.objects.of(instance).values_list("kind", "name", "type")
        self.columns = {(kind, name): type_ for kind, name, type_ in fields_}
        rows = Mapping.objects.of(instance).values_list("object", "source", "field__name", "is_hidden", "is_standard")
        self.mapped = {(name, source): (column, hidden, fixed) for name, source, column, hidden, fixed in rows}
        self.standard = {(OBJECTS[each[0]].kind.name, said[0]) for each, said in self.mapped.items() if said[2]}

    def flows(self, source: Source) -> str:
        column, is_hidden, _is_standard = self.mapped.get(source, ("", True, False))
        return "" if is_hidden else column

    def now(self, entry: Entry) -> Entry | None:
        """The same field as it is at present; None where it is not chosen."""
        source = (entry.object, entry.source)
        if not self.offered.get(source, ("", False))[1]:
            return None
        return entry._replace(type=self.offered[source][0], column=self.flows(source))

    def column_of(self, entry: Entry) -> str:
        """The type of the column that the entry names; empty where there is none."""
        return self.columns.get((OBJECTS[entry.object].kind.name, entry.column), "")

    def fault(self, entry: Entry) -> str:
        source = (entry.object, entry.source)
        if source not in self.offered:
            return _("This org has no such field, or it can’t be chosen.")
        type_ = self.offered[source][0]
        if entry.type and entry.type != type_:
            return _("It is of type %(there)s in the file and %(here)s in this org.") % {
                "there": entry.type,
                "here": type_,
            }
        column, _hidden, is_standard = self.mapped.get(source, ("", True, False))
        taken = not standard.find(*source) and (OBJECTS[entry.object].kind.name, entry.column) in self.standard
        if taken or (is_standard and entry.column and entry.column != column):
            return _("Its mapping is fixed.")
        if self.column_of(entry) not in {"", ColumnType.TEXT, types.column_type(type_)}:
            return _("Its values do not fit into the column %(column)s.") % {"column": entry.column}
        return ""


def propose(instance: Instance, text: str) -> tuple[Proposal | None, list[Fault]]:
    """Either what the file would change, or every line that stands in the way."""
    entries, faults = mapping_file.read(text)
    here = Here(instance)
    wrong = [Fault(each.line, f"{each.object}.{each.source}", here.fault(each)) for each in entries]
    faults += [each for each in wrong if each.reason] + _shared(entries)
    if faults:
        return None, sorted(faults)
    return _proposal(here, entries), []


def propose_past(instance: Instance, text: str) -> tuple[Proposal, list[Fault]]:
    """What it takes to be as an own, earlier file says; a field that no longer can be stays as it is, and is named."""
    entries, _none = mapping_file.read(text)
    here = Here(instance)
    faults = [Fault(each.line, f"{each.object}.{each.source}", here.fault(each)) for each in entries]
    said = [here.now(each) if fault.reason else each for each, fault in zip(entries, faults, strict=True)]
    return _proposal(here, [each for each in said if each]), [each for each in faults if each.reason]


def apply(instance: Instance, text: str, seen_hash: str, *, by: Any) -> Proposal:
    """Raises ListChanged where that is no longer what was shown, and MappingLocked."""
    with transaction.atomic():
        history.take_turn(instance.pk)
        lock.refuse_when_locked(instance)
        proposal, faults = propose(instance, text)
        if proposal is None or proposal.hash != seen_hash:
            raise ListChanged(count=len(faults))
        make_true(instance, proposal)
        counts = {"chosen": len(proposal.chosen), "left": len(proposal.left), "moved": len(proposal.moves)}
        versions.keep(instance, history.record(instance, events.IMPORTED, actor=by, **counts))
    return proposal


def make_true(instance: Instance, proposal: Proposal) -> None:
    """Inside its caller's transaction."""
    _choose(instance, proposal)
    plan.link(instance, _plan(proposal))
    _hide_unfed(instance)


def _shared(entries: list[Entry]) -> list[Fault]:
    """Two fields of one object can't fill one column."""
    counted = Counter((each.object, each.column) for each in entries if each.column)
    return [
        Fault(each.line, f"{each.object}.{each.source}", _("Another field of the object fills the same column."))
        for each in entries
        if counted[each.object, each.column] > 1
    ]


def _proposal(here: Here, entries: list[Entry]) -> Proposal:
    wanted = {(each.object, each.source): each for each in entries}
    kept = {source for source in here.offered if source in wanted or standard.is_required(*source)}
    there = {source: each for source, each in wanted.items() if here.column_of(each)}
    moves = [Move(*source, here.flows(source), each.column) for source, each in there.items()]
    taken = {(each.object, each.after) for each in moves}
    flowing = {source for source in here.mapped if here.flows(source)} - kept
    gone = {each for each in flowing if each in here.offered or (each[0], here.flows(each)) in taken}
    return Proposal(
        chosen=tuple(sorted(each for each in kept if not here.offered[each][1])),
        left=tuple(sorted(each for each in here.offered if here.offered[each][1] and each not in kept)),
        moves=tuple(sorted(each for each in moves if each.before != each.after)),
        quiet=tuple(sorted(gone)),
        unmade=tuple(sorted(each for each in wanted if each not in there and not here.flows(each))),
    )


def _choose(instance: Instance, proposal: Proposal) -> None:
    for sources, is_chosen in ((proposal.chosen, True), (proposal.left, False)):
        for object_name in {name for name, _source in sources}:
            names = [source for name, source in sources if name == object_name]
            rows = CatalogueField.objects.of(instance).filter(object__name=object_name, name__in=names)
            rows.update(is_chosen=is_chosen)


def _plan(proposal: Proposal) -> Plan:
    """What moves goes quiet first: two fields that change places never meet in one column."""
    quiet = [*proposal.quiet, *((each.object, each.source) for each in proposal.moves)]
    return Plan(links=tuple(map(_link, proposal.moves)), quiet=tuple(Quiet(*each) for each in quiet))


def _link(move: Move) -> Link:
    is_standard = standard.find(move.object, move.source) is not None
    return Link(move.object, move.source, OBJECTS[move.object].kind.name, move.after, is_standard=is_standard)


def _hide_unfed(instance: Instance) -> None:
    fed = Mapping.objects.of(instance).filter(is_hidden=False).values("field")
    for field in Field.objects.of(instance).filter(is_hidden=False).exclude(pk__in=fed):
        fields.hide(field)

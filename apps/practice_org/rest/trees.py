"""Records with their children in one call: up to 200 of five kinds, five deep, all or none of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from apps.practice_org.refusals import Refusal
from apps.practice_org.rest import shapes, writers
from apps.practice_org.schema.children import name_of
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply
from apps.practice_org.writing import Writer

MOST_RECORDS = 200
MOST_KINDS = 5
DEEPEST = 5

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Planting:
    """Creates a record, then its children with a link to it, and notes what came of each."""

    view: View
    writer: Writer
    planted: list[dict[str, str]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)

    def plant(self, sobject: SObject, record: Record, link: dict[str, str]) -> None:
        name = str(_attributes(record).get("referenceId", ""))
        own = {key: value for key, value in record.items() if not _is_children(value)}
        try:
            key = self.writer.create(sobject, {**own, **link})
        except Refusal as refusal:
            self.errors.append({"referenceId": name, "errors": [refusal.row()]})
            return
        self.planted.append({"referenceId": name, "id": key})
        for relationship, children in record.items():
            if _is_children(children):
                child, column = child_of(self.view, sobject, relationship)
                for one in shapes.rows(children, "records"):
                    self.plant(child, one, {column: key})


def tree(call: Call, name: str) -> Reply:
    sobject = call.sobject(name)
    records = shapes.rows(call.json_object(), "records")
    _check(records)
    with writers.opened(call) as writer:
        planting = Planting(call.view, writer)
        mark = writer.journal.mark()
        for record in records:
            planting.plant(sobject, record, {})
        if planting.errors:
            writer.undo(mark)
    if planting.errors:
        return Reply({"hasErrors": True, "results": planting.errors}, 400)
    return Reply({"hasErrors": False, "results": planting.planted}, 201)


def child_of(view: View, parent: SObject, relationship: str) -> tuple[SObject, str]:
    """The object and the field behind a name such as Contacts."""
    for child in view.all():
        for link in child.fields:
            known = name_of(parent.name, child.name, link.name) if parent.name in link.to else None
            if known and known.name.lower() == relationship.lower():
                return child, link.name
    words = f"No such relation '{relationship}' on sobject of type {parent.name}"
    raise Refusal("INVALID_FIELD", words)


def _check(records: list[Record]) -> None:
    if not records:
        raise Refusal("REQUIRED_FIELD_MISSING", "At least 1 record is required")
    walked = list(_walk(records, 1))
    names = [str(_attributes(record).get("referenceId", "")) for record, _ in walked]
    kinds = {str(_attributes(record).get("type", "")) for record, _ in walked}
    if len(walked) > MOST_RECORDS or len(kinds) > MOST_KINDS or max(depth for _, depth in walked) > DEEPEST:
        words = f"A tree holds at most {MOST_RECORDS} records of {MOST_KINDS} types, {DEEPEST} deep."
        raise Refusal("LIMIT_EXCEEDED", words)
    if not all(names):
        raise Refusal("INVALID_INPUT", "Include a reference ID for each record in the request.")
    if len(set(names)) < len(names):
        raise Refusal("INVALID_INPUT", "Duplicate ReferenceId provided in the request.")


def _walk(records: list[Record], depth: int) -> Iterator[tuple[Record, int]]:
    for record in records:
        yield record, depth
        for value in record.values():
            if _is_children(value):
                yield from _walk(shapes.rows(value, "records"), depth + 1)


def _is_children(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("records"), list)


def _attributes(record: Record) -> dict[str, Any]:
    return shapes.part(record, "attributes")

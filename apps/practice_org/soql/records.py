"""Makes the records of a reply from the rows of a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from apps.practice_org.soql.compiled import Query
from apps.practice_org.soql.shape import ChildAt, Node

Record = dict[str, Any]
Row = Sequence[Any]
# What a child query found, by the id of the parent: a reply within the reply.
Families = Sequence[dict[str, Record]]
Build = Callable[[Row], Record | None]

OBJECT_OF_KIND = {"Queue": "Group"}


def records(query: Query, rows: Iterable[Row], version: str, families: Families = ()) -> list[Record]:
    if query.is_aggregate:
        return [_aggregate(query.names, row) for row in rows]
    base = f"/services/data/v{version}/sobjects/"
    build = _flat(query, base) if _is_flat(query) else _nested(query.shape, base, families)
    return [record for row in rows if (record := build(row)) is not None]


def _aggregate(names: tuple[str, ...], row: Row) -> Record:
    return {"attributes": {"type": "AggregateResult"}, **dict(zip(names, row, strict=True))}


def _is_flat(query: Query) -> bool:
    return all(part == index for index, (_, part) in enumerate(query.shape.parts))


def _flat(query: Query, base: str) -> Build:
    """Records without parents and children, which most queries ask for."""
    kind, keys = query.sobject.name, ("attributes", *(key for key, _ in query.shape.parts))
    url = f"{base}{kind}/"
    return lambda row: dict(zip(keys, ({"type": kind, "url": url + row[-1]}, *row), strict=False))


def _nested(node: Node, base: str, families: Families) -> Build:
    """A parent is an object of its own, or null when there is none."""
    parts = [(key, _part(part, node, base, families)) for key, part in node.parts]
    kinds = {kind: _nested(inside, base, families) for kind, inside in (node.by_kind or {}).items()}

    def build(row: Row) -> Record | None:
        record_id = row[node.id_at]
        if record_id is None:
            return None
        kind = row[node.kind_at] if node.kind_at is not None else node.kind
        record: Record = {"attributes": _attributes(node.kind or kind, kind, record_id, base)}
        for key, read in parts:
            record[key] = read(row)
        if kinds:
            chosen = kinds.get(str(kind), kinds[""])(row) or {}
            record.update({key: value for key, value in chosen.items() if key != "attributes"})
        return record

    return build


def _part(part: int | Node | ChildAt, node: Node, base: str, families: Families) -> Callable[[Row], Any]:
    if isinstance(part, Node):
        return _nested(part, base, families)
    if isinstance(part, ChildAt):
        family = families[part.number] if families else {}
        return lambda row: family.get(row[node.id_at])
    return lambda row: row[part]


def _attributes(shown: str | None, kind: str | None, record_id: str, base: str) -> dict[str, str]:
    name = OBJECT_OF_KIND.get(kind or "", kind or "")
    return {"type": OBJECT_OF_KIND.get(shown or "", shown or ""), "url": f"{base}{name}/{record_id}"}

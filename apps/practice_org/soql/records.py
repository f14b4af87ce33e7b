"""Makes the records of a reply from the rows of a query."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from apps.practice_org.soql.compiling import Query

Record = dict[str, Any]


def records(query: Query, rows: Iterable[tuple[Any, ...]], version: str) -> list[Record]:
    if query.is_aggregate:
        return [_aggregate(query, row) for row in rows]
    return [_record(query, row, version) for row in rows]


def value(found: Any) -> Any:
    """A database value as the REST interface writes it."""
    if isinstance(found, datetime.datetime):
        return found.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    if isinstance(found, datetime.date):
        return found.isoformat()
    if isinstance(found, datetime.time):
        return found.strftime("%H:%M:%S.000Z")
    return found


def attributes(name: str, record_id: str, version: str, kind: str | None = None) -> dict[str, str]:
    return {"type": kind or name, "url": f"/services/data/v{version}/sobjects/{name}/{record_id}"}


def _aggregate(query: Query, row: tuple[Any, ...]) -> Record:
    record: Record = {"attributes": {"type": "AggregateResult"}}
    for name, found in zip(query.names, row, strict=True):
        record[name.rpartition(".")[2]] = value(found)
    return record


def _record(query: Query, row: tuple[Any, ...], version: str) -> Record:
    """Columns in SELECT order; a parent is an object of its own, or null when there is none."""
    width = len(query.columns)
    record: Record = {"attributes": None}
    nested: dict[tuple[str, ...], Record | None] = {(): record}
    for index, parent in enumerate(query.parents):
        record_id, kind = row[width + index], row[width + len(query.parents) + index]
        nested[parent.path] = _parent(parent.is_several, record_id, kind, version) if record_id else None
    for column, found in zip(query.columns, row, strict=False):
        _place(record, nested, column.path, value(found))
    record["attributes"] = {"type": query.sobject.name, **_url(query, row, version)}
    return record


def _parent(is_several: bool, record_id: str, kind: str, version: str) -> Record:
    name = "Group" if kind == "Queue" else kind
    return {"attributes": attributes(name, record_id, version, "Name" if is_several else None)}


def _place(record: Record, nested: dict[tuple[str, ...], Record | None], path: tuple[str, ...], found: Any) -> None:
    holder: Record | None = record
    for end in range(1, len(path)):
        inside = nested[path[:end]]
        if holder is not None:
            holder.setdefault(path[end - 1], inside)
        holder = inside
    if holder is not None:
        holder[path[-1]] = found


def _url(query: Query, row: tuple[Any, ...], version: str) -> dict[str, str]:
    """The id of the record itself is asked for behind everything else."""
    return {"url": f"/services/data/v{version}/sobjects/{query.sobject.name}/{row[-1]}"}

"""Up to 200 records in one call: each row succeeds or fails by itself, unless all or none was asked for."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from apps.practice_org import ids, keys, refusals
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.rest import shapes, writers
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.soql import compiling, records
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply
from apps.practice_org.writing import Writer

MOST_ROWS = 200
MOST_READ = 2_000
MOST_CHUNKS = 10  # a chunk ends where the next record is of another type
ROLLED_BACK = {
    "statusCode": "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    "message": "Record rolled back because not all records were valid and the request was using AllOrNone header",
    "fields": [],
}

Row = dict[str, Any]
Work = Callable[[Writer, Row], Row]


def create(call: Call) -> Reply:
    def work(writer: Writer, row: Row) -> Row:
        return {"id": writer.create(_sobject(call, row), row)}

    return _run(call, *_asked(call), work)


def update(call: Call) -> Reply:
    def work(writer: Writer, row: Row) -> Row:
        key = row.get("id") or row.get("Id")
        if not key:
            raise Refusal("MISSING_ARGUMENT", "Id not specified in an update call", fields=[])
        sobject = _sobject(call, row)
        writer.update(sobject, _id(str(key)), {k: v for k, v in row.items() if k.lower() != "id"})
        return {"id": _id(str(key))}

    return _run(call, *_asked(call), work)


def upsert(call: Call, name: str, field: str) -> Reply:
    sobject = call.sobject(name)
    by = keys.key_field(sobject, field)
    asked, all_or_none = _asked(call)
    many = keys.repeated(_value(row, by.name) for row in asked)

    def work(writer: Writer, row: Row) -> Row:
        given = {key: value for key, value in row.items() if key.lower() not in {"attributes", by.name.lower()}}
        value = _value(row, by.name)
        keys.require_single(by, value, many)
        if not value and by.name != "Id":
            raise Refusal("MISSING_ARGUMENT", f"{by.name} not specified", fields=[])
        found = keys.matching(writer.cursor, sobject, by, value) if value else []
        keys.require_one(by, value, found)
        return {"id": keys.put(writer, sobject, by, value, found, given), "created": not found}

    return _run(call, asked, all_or_none, work)


def delete(call: Call) -> Reply:
    asked = [{"id": key.strip()} for key in call.query.get("ids", "").split(",") if key.strip()]

    def work(writer: Writer, row: Row) -> Row:
        key = _id(row["id"])
        sobject = call.view.of_id(key)
        if sobject is None:
            raise Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", fields=[])
        writer.delete(sobject, key)
        return {"id": key}

    all_or_none = call.query.get("allOrNone", "false").lower() == "true"
    return _run(call, asked, all_or_none, work)


def read(call: Call, name: str) -> Reply:
    """Records by id, in the order asked for; an unknown one is null."""
    sobject = call.sobject(name)
    body = call.json_object() if call.body else {"ids": _split(call, "ids"), "fields": _split(call, "fields")}
    wanted = [_id(key) for key in shapes.texts(body, "ids")]
    if len(wanted) > MOST_READ:
        raise Refusal("EXCEEDED_ID_LIMIT", f"record limit reached. cannot submit more than {MOST_READ} records")
    listed = ", ".join({"Id": None, **dict.fromkeys(shapes.texts(body, "fields"))})
    within = ", ".join(f"'{key}'" for key in wanted) or "''"
    compiled = compiling.compile_query(f"SELECT {listed} FROM {sobject.name} WHERE Id IN ({within})", call.view)
    with call.live.storage.reading() as cursor:
        found = records.records(compiled, cursor.execute(compiled.sql).fetchall(), call.version)
    by_id = {record["Id"]: record for record in found}
    return Reply([by_id.get(key) for key in wanted])


def _run(call: Call, asked: list[Row], all_or_none: bool, work: Work) -> Reply:
    _check_size(asked)
    with writers.opened(call) as writer:
        mark = writer.journal.mark()
        _look_up(call, writer, asked)
        done = [_one(writer, row, work) for row in asked]
        if all_or_none and not all(row["success"] for row in done):
            writer.undo(mark)
            done = [_undone(row) for row in done]
    return Reply(done)


def _look_up(call: Call, writer: Writer, asked: list[Row]) -> None:
    """All records that the rows name, in one reading for each object."""
    named = {found for row in asked if (found := ids.full(str(row.get("id") or row.get("Id") or "")))}
    for sobject in {one.name: one for key in named if (one := call.view.of_id(key))}.values():
        writer.look_up(sobject, [key for key in named if key.startswith(sobject.facts.prefix)])


def _check_size(asked: list[Row]) -> None:
    if not asked:
        raise Refusal("REQUIRED_FIELD_MISSING", "At least 1 record is required")
    if len(asked) > MOST_ROWS:
        words = f"record limit reached. cannot submit more than {MOST_ROWS} records into this call"
        raise Refusal("EXCEEDED_ID_LIMIT", words)
    types = [_type(row) for row in asked]
    chunks = 1 + sum(one != next_one for one, next_one in itertools.pairwise(types))
    if chunks > MOST_CHUNKS:
        words = f"Cannot have more than {MOST_CHUNKS} chunks in a single operation. "
        raise Refusal("LIMIT_EXCEEDED", words + "Please rearrange the data to reduce chunking.")


def _one(writer: Writer, row: Row, work: Work) -> Row:
    try:
        found = work(writer, row)
    except Refusal as refusal:
        return {"success": False, "errors": [refusals.in_row(refusal)]}
    key = found.pop("id")
    return {"id": key, "success": True, "errors": [], **found}


def _undone(row: Row) -> Row:
    return {"success": False, "errors": [ROLLED_BACK]} if row["success"] else row


def _asked(call: Call) -> tuple[list[Row], bool]:
    body = call.json_object()
    return shapes.rows(body, "records"), bool(body.get("allOrNone", False))


def _value(row: Row, name: str) -> str:
    return next((str(inside) for key, inside in row.items() if key.lower() == name.lower() and inside), "")


def _type(row: Row) -> str:
    return str(shapes.part(row, "attributes").get("type", "")) or str(row.get("id", ""))[: ids.PREFIX]


def _sobject(call: Call, row: Row) -> SObject:
    name = _type(row)
    found = call.view.find(name)
    if found is None:
        raise Refusal("INVALID_TYPE", f"sObject type '{name}' is not supported.", fields=[])
    return found


def _id(text: str) -> str:
    found = ids.full(text)
    if found is None:
        raise Refusal("MALFORMED_ID", f"malformed id {text}", fields=[])
    return found


def _split(call: Call, name: str) -> list[str]:
    if name not in call.query:
        raise not_found()
    return [part.strip() for part in call.query[name].split(",") if part.strip()]

"""One record at a time: create, read, change, delete, and the same by an external id."""

from __future__ import annotations

from typing import Any

from apps.practice_org import ids, quoting
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.soql import compiling, records
from apps.practice_org.storage import Connection
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply
from apps.practice_org.writing import Writer


def create(call: Call, name: str) -> Reply:
    sobject = call.sobject(name)
    with call.live.storage.writing() as cursor:
        key = Writer(call.live, cursor, call.user.id).create(sobject, call.json_object())
    call.live.moved()
    return Reply({"id": key, "success": True, "errors": []}, 201, _location(call, sobject, key))


def read(call: Call, name: str, key: str) -> Reply:
    sobject = call.sobject(name)
    asked = [part for part in call.query.get("fields", "").split(",") if part.strip()]
    listed = ", ".join(asked or (field.name for field in sobject.fields))
    statement = f"SELECT {listed} FROM {sobject.name} WHERE Id = '{_id(key)}'"
    compiled = compiling.compile_query(statement, call.view, deleted=True)
    with call.live.storage.reading() as cursor:
        rows = cursor.execute(compiled.sql).fetchall()
        Writer(call.live, cursor, call.user.id).existing(sobject, _id(key))
    return Reply(records.records(compiled, rows, call.version)[0])


def update(call: Call, name: str, key: str) -> Reply:
    sobject = call.sobject(name)
    with call.live.storage.writing() as cursor:
        Writer(call.live, cursor, call.user.id).update(sobject, _id(key), call.json_object())
    call.live.moved()
    return Reply(None, 204)


def delete(call: Call, name: str, key: str) -> Reply:
    sobject = call.sobject(name)
    with call.live.storage.writing() as cursor:
        Writer(call.live, cursor, call.user.id).delete(sobject, _id(key))
    call.live.moved()
    return Reply(None, 204)


def read_by(call: Call, name: str, field: str, value: str) -> Reply:
    sobject = call.sobject(name)
    with call.live.storage.reading() as cursor:
        found = matching(cursor, sobject, key_field(sobject, field), value)
    if len(found) > 1:
        return _several(call, sobject, found)
    if not found:
        raise not_found()
    return read(call, name, found[0])


def upsert(call: Call, name: str, field: str, value: str) -> Reply:
    """201 for a new record; 200 with created false from 46.0 on, 204 before; 300 when several match."""
    sobject = call.sobject(name)
    by = key_field(sobject, field)
    with call.live.storage.writing() as cursor:
        found = matching(cursor, sobject, by, value)
        if len(found) > 1:
            return _several(call, sobject, found)
        key = put(Writer(call.live, cursor, call.user.id), sobject, by, value, found, call.json_object())
    call.live.moved()
    has_flag = float(call.version) >= 46  # noqa: PLR2004 - the version that brought the flag
    flag: dict[str, Any] = {"created": not found} if has_flag else {}
    if found and not has_flag:
        return Reply(None, 204)
    body = {"id": key, "success": True, "errors": [], **flag}
    return Reply(body, 200 if found else 201, _location(call, sobject, key))


def put(writer: Writer, sobject: SObject, by: Field, value: str, found: list[str], given: dict[str, Any]) -> str:
    if found:
        writer.update(sobject, found[0], given)
        return found[0]
    return writer.create(sobject, given if by.name == "Id" else {**given, by.name: value})


def key_field(sobject: SObject, name: str) -> Field:
    field = sobject.find(name)
    if field is None or not (field.has("externalId") or field.has("idLookup")):
        words = f"Provided external ID field does not exist or is not accessible: {name}"
        raise Refusal("NOT_FOUND", words, status=404, code_first=True)
    return field


def matching(cursor: Connection, sobject: SObject, by: Field, value: str) -> list[str]:
    wanted: Any = _id(value) if by.name == "Id" else value
    alive = ' AND NOT "IsDeleted"' if sobject.has("IsDeleted") else ""
    column = quoting.name(by.name) if by.has("caseSensitive") or by.name == "Id" else f"lower({quoting.name(by.name)})"
    wanted = wanted if column.startswith('"') else wanted.lower()
    statement = f'SELECT "Id" FROM {quoting.name(sobject.name)} WHERE {column} = ?{alive}'
    return [row[0] for row in cursor.execute(statement, [wanted]).fetchall()]


def _several(call: Call, sobject: SObject, found: list[str]) -> Reply:
    return Reply([f"{call.base}/sobjects/{sobject.name}/{key}" for key in found], 300)


def _location(call: Call, sobject: SObject, key: str) -> dict[str, str]:
    return {"Location": f"{call.base}/sobjects/{sobject.name}/{key}"}


def _id(text: str) -> str:
    found = ids.full(text)
    if found is None:
        raise not_found()
    return found

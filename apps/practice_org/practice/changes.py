"""What a trainer does to the records of an org, past every rule of the API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from apps.practice_org import ids, quoting, writing
from apps.practice_org.bulk import csv_text
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.soql import compiling
from apps.practice_org.storage import Connection
from apps.practice_org.writing import Writer

SEPARATOR = "\x1f"
HEX_DIGITS = 15  # of the md5 of a record: 60 bits, so that a sum fits any database


def find(live: LiveOrg, name: str) -> SObject:
    found = live.everything.find(name)
    if found is None:
        raise Refusal("INVALID_TYPE", f"sObject type '{name}' is not supported.")
    return found


def create(live: LiveOrg, name: str, rows: Iterable[dict[str, Any]]) -> list[str]:
    sobject = find(live, name)
    with live.storage.writing() as cursor:
        writer = _writer(live, cursor)
        made = [writer.create(sobject, row) for row in rows]
    live.moved()
    return made


def change(live: LiveOrg, name: str, record_id: str, values: dict[str, Any]) -> None:
    sobject = find(live, name)
    with live.storage.writing() as cursor:
        _writer(live, cursor).update(sobject, full_id(record_id), values)
    live.moved()


def delete(live: LiveOrg, name: str, record_id: str, master: str | None = None) -> None:
    """With a master the record counts as merged into it."""
    sobject = find(live, name)
    with live.storage.writing() as cursor:
        _writer(live, cursor).delete(sobject, full_id(record_id), master=full_id(master) if master else None)
    live.moved()


def undelete(live: LiveOrg, name: str, record_id: str) -> None:
    sobject = find(live, name)
    with live.storage.writing() as cursor:
        _writer(live, cursor).undelete(sobject, full_id(record_id))
    live.moved()


def change_many(live: LiveOrg, name: str, where: str, values: dict[str, Any]) -> int:
    """The same values in every record that a SOQL condition finds; returns how many."""
    sobject = find(live, name)
    statement = f"SELECT Id FROM {sobject.name}" + (f" WHERE {where}" if where else "")
    query = compiling.compile_query(statement, live.everything)
    with live.storage.writing() as cursor:
        found = [row[0] for row in cursor.execute(query.sql).fetchall()]
        _writer(live, cursor).update_all(sobject, found, values)
    live.moved()
    return len(found)


def digest(live: LiveOrg, name: str, fields: list[str], where: str = "", *, deleted: bool = False) -> dict[str, Any]:
    """Count and hash of the records, whatever their order.

    Each record is its values in Bulk CSV text joined by U+001F; the first 15 hex digits of its MD5 are a number, and
    the hash is the sum of these numbers.
    """
    statement = f"SELECT {', '.join(fields or ['Id'])} FROM {name}" + (f" WHERE {where}" if where else "")
    query = compiling.compile_query(statement, live.everything, deleted=deleted)
    texts = ", ".join(csv_text.text(column.field, column.sql) for column in query.columns)
    number = f"('0x' || substr(md5(concat_ws({quoting.text(SEPARATOR)}, {texts})), 1, {HEX_DIGITS}))::BIGINT"
    with live.storage.reading() as cursor:
        row = cursor.execute(f"SELECT count(*), sum({number}) {query.source}").fetchone()
    count, total = row or (0, 0)
    return {"object": query.sobject.name, "count": count, "hash": str(total or 0)}


def _writer(live: LiveOrg, cursor: Connection) -> Writer:
    return writing.as_trainer(live, cursor)


def full_id(text: str) -> str:
    found = ids.full(text)
    if found is None:
        raise Refusal("MALFORMED_ID", f"malformed id {text}")
    return found

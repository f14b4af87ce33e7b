"""SOQL over REST: up to 2,000 records a page, and a cursor for the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from apps.practice_org import rights
from apps.practice_org.refusals import Refusal
from apps.practice_org.rest import asking, cursors, families, plans
from apps.practice_org.soql import compiling, records
from apps.practice_org.soql.compiled import Query
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

LOCATOR = re.compile(r"(\w{18})-(\d+)")


def query(call: Call) -> Reply:
    return _answer(call, deleted=False)


def query_all(call: Call) -> Reply:
    return _answer(call, deleted=True)


def more(call: Call, locator: str) -> Reply:
    found = LOCATOR.fullmatch(locator)
    cursor = cursors.find(call, found[1]) if found else None
    if found is None or cursor is None:
        raise cursors.dead()
    compiled = _compiled(call, cursor.put.statement, deleted=cursor.put.deleted)
    for number in cursor.put.route:
        compiled = compiled.children[number].query
    return Reply(_page(call, compiled, cursor, int(found[2])))


def _answer(call: Call, *, deleted: bool) -> Reply:
    if "explain" in call.query:
        return Reply(plans.explain(call, _compiled(call, call.query["explain"], deleted=deleted)))
    statement = call.query.get("q", "")
    compiled = _compiled(call, statement, deleted=deleted)
    if call.query.get("columns", "").lower() == "true":
        return Reply(plans.columns(compiled))
    rights.refresh(call.live, statement)
    return Reply(_first_page(call, compiled, cursors.Put(statement, deleted)))


def _compiled(call: Call, statement: str, *, deleted: bool) -> Query:
    if not statement.strip():
        raise Refusal("MALFORMED_QUERY", "SOQL statement cannot be null or empty.")
    return compiling.compile_query(statement, call.view, deleted=deleted, asker=asking.asker(call))


def _first_page(call: Call, compiled: Query, put: cursors.Put) -> dict[str, Any]:
    size = asking.page_size(call)
    with call.live.storage.reading() as cursor:
        if compiled.is_count:
            row = cursor.execute(compiled.count_sql).fetchone()
            return {"totalSize": row[0] if row else 0, "done": True, "records": []}
        rows = cursor.execute(compiled.sql).fetchmany(size + 1)
    if len(rows) <= size:
        return {"totalSize": len(rows), "done": True, "records": _records(call, compiled, rows, put)}
    if compiled.is_aggregate:
        words = "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch"
        raise Refusal("EXCEEDED_ID_LIMIT", words)
    return _page(call, compiled, cursors.put_aside(call, compiled.ids_sql, [], put), 0)


def _page(call: Call, compiled: Query, cursor: cursors.Cursor, start: int) -> dict[str, Any]:
    ids = cursors.read(call, cursor, start)
    with call.live.storage.reading() as reading:
        values = [ids, min(ids), max(ids)]
        found = {row[-1]: row for row in reading.execute(compiled.by_id_sql, values).fetchall()}
    rows = [found[one] for one in ids if one in found]
    body: dict[str, Any] = {"totalSize": cursor.total, "done": start + cursor.size >= cursor.total}
    if not body["done"]:
        body["nextRecordsUrl"] = cursors.url(call, cursor, start + cursor.size)
    body["records"] = _records(call, compiled, rows, cursor.put)
    return body


def _records(call: Call, compiled: Query, rows: Sequence[Any], put: cursors.Put) -> list[records.Record]:
    inside = families.of(call, compiled, rows, put) if compiled.children and rows else ()
    return records.records(compiled, rows, call.version, inside)

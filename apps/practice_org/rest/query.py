"""SOQL over REST: up to 2,000 records a page, and a cursor for the rest that no later change moves."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Any

from apps.practice_org import ids, rights
from apps.practice_org.refusals import Refusal
from apps.practice_org.soql import compiling, records
from apps.practice_org.soql.compiling import Query
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

LARGEST_PAGE, SMALLEST_PAGE = 2_000, 200
CURSOR = "cursor"
CURSORS_KEPT = 10  # of one user


def query(call: Call) -> Reply:
    return _first_page(call, deleted=False)


def query_all(call: Call) -> Reply:
    return _first_page(call, deleted=True)


def more(call: Call, locator: str) -> Reply:
    found = re.fullmatch(r"(\w{18})-(\d+)", locator)
    entry = call.live.book.get(CURSOR, found[1]) if found else None
    if found is None or entry is None:
        raise Refusal("INVALID_QUERY_LOCATOR", "invalid query locator")
    compiled = compiling.compile_query(entry["statement"], call.view, deleted=entry["deleted"])
    return _page(call, compiled, found[1], entry, int(found[2]))


def _first_page(call: Call, *, deleted: bool) -> Reply:
    statement = call.query.get("q", "")
    if not statement.strip():
        raise Refusal("MALFORMED_QUERY", "SOQL statement cannot be null or empty.")
    compiled = compiling.compile_query(statement, call.view, deleted=deleted)
    rights.refresh(call.live, statement)
    if compiled.is_count:
        return Reply({"totalSize": _number(call, compiled), "done": True, "records": []})
    with call.live.storage.reading() as cursor:
        rows = cursor.execute(compiled.sql).fetchmany(page_size(call) + 1)
    if len(rows) > page_size(call):
        return _open_cursor(call, compiled, statement, deleted=deleted)
    return Reply({"totalSize": len(rows), "done": True, "records": records.records(compiled, rows, call.version)})


def page_size(call: Call) -> int:
    asked = re.search(r"batchSize=(\d+)", call.headers.get("sforce-query-options", ""))
    return min(max(int(asked[1]), SMALLEST_PAGE), LARGEST_PAGE) if asked else LARGEST_PAGE


def _number(call: Call, compiled: Query) -> int:
    statement = (
        compiled.count_sql
        if not compiled.limit
        else f"SELECT count(*) FROM (SELECT 1 {compiled.source}{compiled.limit})"
    )
    with call.live.storage.reading() as cursor:
        row = cursor.execute(statement).fetchone()
    return int(row[0]) if row else 0


def _open_cursor(call: Call, compiled: Query, statement: str, *, deleted: bool) -> Reply:
    """The whole result is put aside, so that every page shows the moment of the first."""
    if compiled.is_aggregate:
        raise Refusal(
            "EXCEEDED_ID_LIMIT",
            "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch",
        )
    locator = ids.make("0r8", call.live.org.pod, secrets.randbelow(62**8))
    path = _path(call, locator)
    path.parent.mkdir(exist_ok=True)
    width = compiled.sql_width
    names = ", ".join(f"c{index}" for index in range(width))
    with call.live.storage.reading() as cursor:
        cursor.execute(f"COPY (SELECT * FROM ({compiled.sql}) AS found({names})) TO '{path}' (FORMAT parquet)")
        total = cursor.execute(f"SELECT count(*) FROM read_parquet('{path}')").fetchone()
    entry = {
        "statement": statement,
        "deleted": deleted,
        "user": call.user.id,
        "total": total[0] if total else 0,
        "size": page_size(call),
    }
    call.live.book.put(CURSOR, call.live.id, locator, entry)
    _forget_old(call)
    return _page(call, compiled, locator, entry, 0)


def _page(call: Call, compiled: Query, locator: str, entry: dict[str, Any], start: int) -> Reply:
    path, end = _path(call, locator), start + entry["size"]
    with call.live.storage.reading() as cursor:
        statement = f"SELECT * FROM read_parquet('{path}') LIMIT {entry['size']} OFFSET {start}"
        rows = cursor.execute(statement).fetchall()
    body: dict[str, Any] = {"totalSize": entry["total"], "done": end >= entry["total"]}
    if not body["done"]:
        verb = "queryAll" if entry["deleted"] else "query"
        body["nextRecordsUrl"] = f"{call.base}/{verb}/{locator}-{end}"
    body["records"] = records.records(compiled, rows, call.version)
    return Reply(body)


def _path(call: Call, locator: str) -> Path:
    return call.live.folder / "cursors" / f"{locator}.parquet"


def _forget_old(call: Call) -> None:
    """A user has ten cursors; the oldest one makes room."""
    files = sorted((call.live.folder / "cursors").glob("*.parquet"), key=lambda path: path.stat().st_mtime)
    for path in files[:-CURSORS_KEPT]:
        call.live.book.delete(CURSOR, path.stem)
        path.unlink(missing_ok=True)

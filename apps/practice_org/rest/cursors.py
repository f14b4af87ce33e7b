"""Results that are longer than a page: their ids are put aside, and no later change moves a record between pages."""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from apps.practice_org import ids
from apps.practice_org.refusals import Refusal
from apps.practice_org.rest import asking
from apps.practice_org.web.call import Call

KIND = "query_cursor"
KEPT = 10  # of one user
IDLE_S = 2 * 24 * 3_600
ROWS_OF_GROUP = 20_480


@dataclass(frozen=True, slots=True)
class Put:
    """What a cursor is of: `route` numbers the child queries on the way to the one whose records it holds."""

    statement: str
    deleted: bool
    route: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cursor:
    locator: str
    user: str
    put: Put
    total: int
    size: int


def dead() -> Refusal:
    return Refusal("INVALID_QUERY_LOCATOR", "invalid query locator")


def find(call: Call, locator: str) -> Cursor | None:
    """Only its own user finds it, and only while it is in use."""
    entry = call.live.book.get(KIND, locator)
    if entry is None or entry["user"] != call.user.id or time.time() - entry["used_at"] > IDLE_S:
        return None
    put = Put(entry["statement"], entry["deleted"], tuple(entry["route"]))
    return Cursor(locator, entry["user"], put, entry["total"], entry["size"])


def put_aside(call: Call, sql: str, values: list[Any], put: Put) -> Cursor:
    """`sql` gives the ids in their order."""
    locator = ids.make("0r8", call.live.org.pod, secrets.randbelow(62**8))
    path = _path(call, locator)
    path.parent.mkdir(exist_ok=True)
    copied = f"COPY (SELECT * FROM ({sql}) AS found(id)) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE {ROWS_OF_GROUP})"
    with call.live.storage.reading() as cursor:
        row = cursor.execute(copied, values).fetchone()
    made = Cursor(locator, call.user.id, put, row[0] if row else 0, asking.page_size(call))
    _keep(call, made)
    _forget_oldest(call)
    return made


def read(call: Call, cursor: Cursor, start: int) -> list[str]:
    """The ids of the page from `start` on; reading keeps the cursor alive."""
    if start >= cursor.total:
        raise dead()
    file = f"read_parquet('{_path(call, cursor.locator)}', file_row_number=true)"
    numbers = f"file_row_number >= {start} AND file_row_number < {start + cursor.size}"
    with call.live.storage.reading() as reading:
        found = reading.execute(f"SELECT id FROM {file} WHERE {numbers} ORDER BY file_row_number").fetchall()
    _keep(call, cursor)
    return [row[0] for row in found]


def url(call: Call, cursor: Cursor, start: int) -> str:
    return f"{call.base}/{'queryAll' if cursor.put.deleted else 'query'}/{cursor.locator}-{start}"


def _keep(call: Call, cursor: Cursor) -> None:
    entry = {"user": cursor.user, "total": cursor.total, "size": cursor.size, **asdict(cursor.put)}
    call.live.book.put(KIND, call.live.id, cursor.locator, {**entry, "used_at": time.time()})


def _path(call: Call, locator: str) -> Path:
    return call.live.folder / "cursors" / f"{locator}.parquet"


def _forget_oldest(call: Call) -> None:
    """A user has ten cursors; the one that nobody used for the longest time makes room."""
    mine = {key: one for key, one in call.live.book.of(KIND, call.live.id).items() if one["user"] == call.user.id}
    oldest = sorted(mine, key=lambda key: float(mine[key]["used_at"]))
    for locator in oldest[:-KEPT]:
        call.live.book.delete(KIND, locator)
        _path(call, locator).unlink(missing_ok=True)

"""Results that are longer than a page, put aside so that every page shows the moment of the first."""

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

KIND = "cursor"
KEPT = 10  # of one user
IDLE_S = 2 * 24 * 3_600
ROWS_OF_GROUP = 20_480


@dataclass(frozen=True, slots=True)
class Put:
    """What a cursor is of: `route` numbers the child queries on the way to the one whose records it holds."""

    statement: str
    deleted: bool
    route: tuple[int, ...]
    width: int


@dataclass(frozen=True, slots=True)
class Cursor:
    locator: str
    user: str
    statement: str
    deleted: bool
    route: tuple[int, ...]
    width: int
    total: int
    size: int
    used_at: float


def dead() -> Refusal:
    return Refusal("INVALID_QUERY_LOCATOR", "invalid query locator")


def find(call: Call, locator: str) -> Cursor | None:
    """Only its own user finds it, and only while it is in use."""
    entry = call.live.book.get(KIND, locator)
    cursor = _cursor(locator, entry) if entry else None
    if cursor is None or cursor.user != call.user.id or time.time() - cursor.used_at > IDLE_S:
        return None
    return cursor


def put_aside(call: Call, sql: str, values: list[Any], put: Put) -> Cursor:
    locator = ids.make("0r8", call.live.org.pod, secrets.randbelow(62**8))
    path = _path(call, locator)
    path.parent.mkdir(exist_ok=True)
    names = ", ".join(f"c{index}" for index in range(put.width))
    rows = f"SELECT * FROM ({sql}) AS found({names})"
    copied = f"COPY ({rows}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE {ROWS_OF_GROUP})"
    with call.live.storage.reading() as cursor:
        row = cursor.execute(copied, values).fetchone()
    total, size = row[0] if row else 0, asking.page_size(call)
    made = Cursor(locator, call.user.id, **asdict(put), total=total, size=size, used_at=time.time())
    _keep(call, made)
    _forget_oldest(call)
    return made


def read(call: Call, cursor: Cursor, start: int) -> list[tuple[Any, ...]]:
    """The page from `start` on; reading keeps the cursor alive."""
    if start >= cursor.total:
        raise dead()
    numbers = f"file_row_number >= {start} AND file_row_number < {start + cursor.size}"
    rows = (
        f"SELECT * EXCLUDE (file_row_number) FROM read_parquet('{_path(call, cursor.locator)}', file_row_number=true)"
    )
    with call.live.storage.reading() as reading:
        found = reading.execute(f"{rows} WHERE {numbers}").fetchall()
    _keep(call, cursor)
    return found


def url(call: Call, cursor: Cursor, start: int) -> str:
    return f"{call.base}/{'queryAll' if cursor.deleted else 'query'}/{cursor.locator}-{start}"


def _keep(call: Call, cursor: Cursor) -> None:
    entry = {key: value for key, value in asdict(cursor).items() if key != "locator"}
    call.live.book.put(KIND, call.live.id, cursor.locator, {**entry, "used_at": time.time()})


def _cursor(locator: str, entry: dict[str, Any]) -> Cursor | None:
    route = tuple(entry.get("route", ()))
    known = {"user", "statement", "deleted", "width", "total", "size", "used_at"}
    return Cursor(locator=locator, route=route, **{key: entry[key] for key in known}) if known <= set(entry) else None


def _path(call: Call, locator: str) -> Path:
    return call.live.folder / "cursors" / f"{locator}.parquet"


def _forget_oldest(call: Call) -> None:
    """A user has ten cursors; the one that nobody used for the longest time makes room."""
    mine = {key: one for key, one in call.live.book.of(KIND, call.live.id).items() if one.get("user") == call.user.id}
    oldest = sorted(mine, key=lambda key: float(mine[key].get("used_at", 0)))
    for locator in oldest[:-KEPT]:
        call.live.book.delete(KIND, locator)
        _path(call, locator).unlink(missing_ok=True)

"""Renders the result of a query: DuckDB writes the CSV of one block while the block before it is compressed."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from apps.practice_org.bulk import csv_text, deflate, results
from apps.practice_org.bulk.deflate import Piece
from apps.practice_org.bulk.results import BLOCK_ROWS, Block
from apps.practice_org.soql.compiling import Query
from apps.practice_org.storage import Connection


class Stopped(Exception):
    """The job was aborted while its result was made."""


def render(
    cursor: Connection, query: Query, folder: Path, *, delimiter: str, ending: str, progress: Callable[[int], bool]
) -> None:
    """`progress` is told the rows so far and says whether to go on; all blocks show one moment of the data."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    blocks: list[Block] = []
    cursor.execute("BEGIN")
    try:
        with (folder / "rows").open("wb") as file, ThreadPoolExecutor(1) as packer:
            for rows, piece in _packed(_texts(cursor, query, folder, delimiter, ending), packer):
                blocks.append(Block(rows, file.tell(), len(piece.packed), piece.size, piece.crc))
                file.write(piece.packed)
                if not progress(sum(block.rows for block in blocks)):
                    raise Stopped
    finally:
        cursor.execute("ROLLBACK")
    results.save(folder, csv_text.header(query, delimiter, ending), blocks)


def _packed(texts: Iterator[tuple[int, bytes]], packer: ThreadPoolExecutor) -> Iterator[tuple[int, Piece]]:
    """One block is compressed while the next one is written."""
    waiting: tuple[int, Future[Piece]] | None = None
    for rows, text in texts:
        started = (rows, packer.submit(deflate.pack, text))
        if waiting is not None:
            yield waiting[0], waiting[1].result()
        waiting = started
    if waiting is not None:
        yield waiting[0], waiting[1].result()


def _texts(cursor: Connection, query: Query, folder: Path, delimiter: str, ending: str) -> Iterator[tuple[int, bytes]]:
    path = folder / "block.csv"
    options = f"FORMAT csv, HEADER false, FORCE_QUOTE *, DELIMITER '{csv_text.DELIMITERS[delimiter]}'"
    for select in _selects(cursor, query):
        found = cursor.execute(f"COPY ({select}) TO '{path}' ({options})").fetchone()
        text = path.read_bytes()
        yield (found[0] if found else 0), (_with_crlf(text, delimiter) if ending == "CRLF" else text)
    path.unlink(missing_ok=True)


def _selects(cursor: Connection, query: Query) -> Iterator[str]:
    """One statement for each block of 10,000 rows; an ordered or limited query is put in a table of its own first."""
    columns = csv_text.columns(query)
    if query.order or query.limit:
        inner = f"SELECT {columns} {query.source}{query.order}{query.limit}"
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE bulk_result AS {inner}")
        columns, source, rowid, word = "*", "FROM bulk_result", "rowid", "WHERE"
    else:
        source, rowid = query.source, f"{query.root}.rowid"
        word = "AND" if query.is_filtered else "WHERE"
    numbered = f"SELECT {rowid} AS r, row_number() OVER () AS n {source}"
    starts = [
        row[0] for row in cursor.execute(f"SELECT r FROM ({numbered}) WHERE n % {BLOCK_ROWS} = 1 ORDER BY r").fetchall()
    ]
    for first, last in zip(starts, [*starts[1:], None], strict=True):
        upper = f" AND {rowid} < {last}" if last is not None else ""
        yield f"SELECT {columns} {source} {word} {rowid} >= {first}{upper}"


def _with_crlf(text: bytes, delimiter: str) -> bytes:
    """Line ends inside values stay as they are, so the records are read and written again."""
    rows = csv.reader(io.StringIO(text.decode(), newline=""), delimiter=csv_text.DELIMITERS[delimiter])
    out = io.StringIO(newline="")
    csv.writer(out, csv.excel, delimiter=csv_text.DELIMITERS[delimiter], quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()

"""Renders the result of a query: DuckDB writes the lines of one block while the block before it is compressed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import zip_longest
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
            for rows, piece in _packed(_texts(cursor, query, delimiter, ending), packer):
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


def _texts(cursor: Connection, query: Query, delimiter: str, ending: str) -> Iterator[tuple[int, bytes]]:
    line = csv_text.line(query, delimiter, ending)
    for select in _selects(cursor, query, line):
        found = cursor.execute(select).fetchone()
        if found is not None and found[0]:
            yield found[0], found[1]


def _selects(cursor: Connection, query: Query, line: str) -> Iterator[str]:
    """One statement for each block of 10,000 rows; an ordered or limited query is put in a table of its own first."""
    order = ""
    if query.order or query.limit:
        lines = f"SELECT {line} AS line {query.source}{query.order}{query.limit}"
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE bulk_result AS {lines}")
        line, source, rowid, word, order = "line", "FROM bulk_result", "rowid", "WHERE", " ORDER BY spot"
    else:
        source, rowid = query.source, f"{query.root}.rowid"
        word = "AND" if query.is_filtered else "WHERE"
    for first, last in _spans(cursor, source, rowid):
        upper = f" AND {rowid} < {last}" if last is not None else ""
        rows = f"SELECT {line} AS line, {rowid} AS spot {source} {word} {rowid} >= {first}{upper}"
        yield f"SELECT count(*), encode(string_agg(line, ''{order})) FROM ({rows})"


def _spans(cursor: Connection, source: str, rowid: str) -> list[tuple[int, int | None]]:
    """First row of each block, and the first row of the next one."""
    numbered = f"SELECT {rowid} AS spot, row_number() OVER () AS n {source}"
    found = cursor.execute(f"SELECT spot FROM ({numbered}) WHERE n % {BLOCK_ROWS} = 1 ORDER BY spot").fetchall()
    starts = [row[0] for row in found]
    return list(zip_longest(starts, starts[1:]))

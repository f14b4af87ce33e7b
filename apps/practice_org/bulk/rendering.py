"""Renders the result of a query: DuckDB writes the lines of one block while the block before it is compressed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from apps.practice_org import doubles
from apps.practice_org.bulk import csv_text, deflate, results
from apps.practice_org.bulk.deflate import Piece
from apps.practice_org.bulk.results import BLOCK_ROWS, Block
from apps.practice_org.schema.field import NUMBER_TYPES
from apps.practice_org.soql.compiled import Query
from apps.practice_org.storage import Connection

FETCHED = 2_000  # rows at a time: what the engine makes at once; larger lists of rows leave the processor's cache


class Stopped(Exception):
    """The job was aborted while its result was made."""


def render(
    cursor: Connection, query: Query, folder: Path, *, delimiter: str, ending: str, progress: Callable[[int], bool]
) -> None:
    """`progress` is told the rows so far and says whether to go on; one statement shows one moment of the data."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    blocks: list[Block] = []
    rows = 0
    with (folder / "rows").open("wb") as file, ThreadPoolExecutor(1) as packer:
        for number, piece in _packed(_texts(cursor, query, delimiter, ending), packer):
            blocks.append(Block(number, file.tell(), len(piece.packed), piece.size, piece.crc))
            file.write(piece.packed)
            rows += number
            if not progress(rows):
                raise Stopped
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
    """Lines come as bytes: Python would decode text only to encode it again."""
    line = csv_text.line(query, delimiter, ending, plain=_plain_numbers(cursor, query))
    cursor.execute(f"SELECT encode({line}) {query.source}{query.order}{query.limit}")
    while lines := cursor.fetchmany(FETCHED):
        parts = [b"".join([line[0] for line in lines])]
        rows = len(lines)
        while rows < BLOCK_ROWS and (lines := cursor.fetchmany(FETCHED)):
            parts.append(b"".join([line[0] for line in lines]))
            rows += len(lines)
        yield rows, b"".join(parts)


def _plain_numbers(cursor: Connection, query: Query) -> frozenset[str]:
    """The columns of numbers that need no exponent: a look at each value costs less than a choice for each."""
    numbers = [column.sql for column in query.columns if column.field.type in NUMBER_TYPES]
    if not numbers:
        return frozenset()
    looks = ", ".join(f"coalesce(bool_and({doubles.is_plain(sql)}), true)" for sql in numbers)
    found = cursor.execute(f"SELECT {looks} {query.source}").fetchone() or ()
    return frozenset(sql for sql, is_plain in zip(numbers, found, strict=True) if is_plain)

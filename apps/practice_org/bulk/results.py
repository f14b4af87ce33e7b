"""The rendered result of a job: blocks of 10,000 records, each compressed once, in one file with an index beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from apps.practice_org.bulk import csv_text, deflate
from apps.practice_org.bulk.deflate import Piece

BLOCK_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Block:
    """Where the block stands in the file, and what it holds."""

    rows: int
    start: int
    packed: int
    size: int
    crc: int


@dataclass(frozen=True, slots=True)
class Result:
    folder: Path
    header: bytes
    rows: int
    blocks: tuple[Block, ...]

    def page(self, start: int, length: int, *, packed: bool) -> Iterator[bytes]:
        """Header and records start..start+length, as one gzip stream or as plain text."""
        pieces = self._pieces(start, min(start + length, self.rows))
        return _gzip(pieces) if packed else (deflate.unpack(piece.packed) for piece in pieces)

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        yield deflate.pack(self.header)
        if start >= end:
            return
        with (self.folder / "rows").open("rb") as file:
            for number in range(start // BLOCK_ROWS, (end - 1) // BLOCK_ROWS + 1):
                first = number * BLOCK_ROWS
                yield self._piece(file, number, max(start - first, 0), min(end - first, BLOCK_ROWS))

    def _piece(self, file: Any, number: int, first: int, last: int) -> Piece:
        """A whole block as it is; of a block that a page cuts, the rows inside."""
        block = self.blocks[number]
        file.seek(block.start)
        packed = file.read(block.packed)
        if first == 0 and last >= block.rows:
            return Piece(packed, block.size, block.crc)
        text = deflate.unpack(packed)
        return deflate.pack(text[csv_text.after_rows(text, first) : csv_text.after_rows(text, last)])


def _gzip(pieces: Iterator[Piece]) -> Iterator[bytes]:
    trailer = deflate.Trailer()
    yield deflate.GZIP_HEAD
    for piece in pieces:
        trailer.add(piece.size, piece.crc)
        yield piece.packed
    yield trailer.tail()


def save(folder: Path, header: bytes, blocks: list[Block]) -> None:
    """The index is written last and moved into place: a result is whole or not there."""
    index = {"header": header.decode(), "blocks": [asdict(block) for block in blocks]}
    unfinished = folder / "index.unfinished"
    unfinished.write_text(json.dumps(index), encoding="utf-8")
    unfinished.rename(folder / "index.json")


def load(folder: Path) -> Result | None:
    path = folder / "index.json"
    if not path.exists():
        return None
    index = json.loads(path.read_text(encoding="utf-8"))
    blocks = tuple(Block(**block) for block in index["blocks"])
    return Result(folder, index["header"].encode(), sum(block.rows for block in blocks), blocks)

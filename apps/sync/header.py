"""Looks at the first line of a page: every page should repeat the names of its columns, in the order asked for."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import chain

from apps.sync.errors import ColumnsChanged

NEWLINE = b"\n"


def split(chunks: Iterator[bytes], sources: Sequence[str], object_name: str) -> tuple[bool, Iterator[bytes]]:
    """Whether there is such a line, and the page whole. Raises ColumnsChanged for other columns than the SELECT's."""
    first = b""
    for chunk in chunks:
        first += chunk
        if NEWLINE in first:
            break
    names = _names(first.partition(NEWLINE)[0])
    if names == [source.casefold() for source in sources]:
        return True, chain([first], chunks)
    if names[:1] == ["id"]:
        raise ColumnsChanged(object=object_name, seen="other columns than those asked for")
    return False, chain([first], chunks)


def _names(line: bytes) -> list[str]:
    text = line.decode(errors="replace").removeprefix("\ufeff").rstrip("\r")
    return [name.strip().casefold() for name in next(csv.reader([text]), [])]

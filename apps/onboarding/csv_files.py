"""CSV files for spreadsheets, in which no cell is taken for a formula, and CSV files as spreadsheets write them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

DELIMITERS = ",;\t|"
SAID_DELIMITER = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)  # a line that Excel understands
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
COMMON = 2  # bytes of a syllable that the older Korean code knows; it spells the others out
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def response(name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """UTF-8 with a mark, because Excel needs it."""
    buffer = io.StringIO("\ufeff")
    buffer.seek(0, io.SEEK_END)
    # quoted, or a spreadsheet that parts cells at semicolons finds one inside a value
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([_harmless(cell) for cell in row] for row in (head, *rows))
    answer = HttpResponse(buffer.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


class Unreadable(ValueError):
    """The letters of a file are written in a way that we don't know."""


def decoded(content: bytes) -> str:
    """As spreadsheets save it: UTF-8, *Unicode Text* (UTF-16, which says so at its beginning), or Korean (CP949).

    Raises Unreadable rather than take other letters for Korean ones.
    """
    try:
        text = content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = _korean(content)
    if "\0" in text:
        raise Unreadable
    return text


def rows(text: str) -> list[list[str]]:
    """Cells, parted by what the first line has most of, or by what it says. Raises csv.Error."""
    said = SAID_DELIMITER.match(text)
    body = text[said.end() :] if said else text
    head = body.split("\n", 1)[0]
    delimiter = said[1] if said else max(DELIMITERS, key=head.count)
    return list(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True))


def _korean(content: bytes) -> str:
    """Two letters of Western Europe may look like a rare Korean one, hardly ever like a common one."""
    try:
        text = content.decode("cp949")
    except UnicodeDecodeError:
        raise Unreadable from None
    foreign = [letter for letter in text if not letter.isascii()]
    common = sum(_is_common(letter) for letter in foreign)
    if common * 2 < len(foreign):
        raise Unreadable
    return text


def _is_common(letter: str) -> bool:
    """One of the 2,350 syllables of the older code, or a sign of it."""
    try:
        return len(letter.encode("euc_kr")) == COMMON
    except UnicodeEncodeError:
        return False


def _harmless(cell: Any) -> Any:
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell

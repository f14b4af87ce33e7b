"""Bulk conventions for CSV: every value quoted, nulls empty, datetimes with milliseconds and Z."""

from __future__ import annotations

from apps.practice_org import doubles, quoting
from apps.practice_org.schema.field import NUMBER_TYPES, TEXT_TYPES, Field
from apps.practice_org.soql.compiled import Query

DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "TAB": "\t", "PIPE": "|", "CARET": "^", "BACKQUOTE": "`"}
ENDINGS = {"LF": "\n", "CRLF": "\r\n"}


def header(query: Query, delimiter: str, ending: str) -> bytes:
    """Names as the server spells them: `Account.Name` for a parent."""
    names = ('"' + ".".join(column.path) + '"' for column in query.columns)
    return (DELIMITERS[delimiter].join(names) + ENDINGS[ending]).encode()


def line(query: Query, delimiter: str, ending: str, *, plain: frozenset[str] = frozenset()) -> str:
    """SQL that writes a record as one line of CSV; concat() leaves nothing of a null, so it becomes two quotes.

    ``plain``: columns of numbers of which none needs an exponent.
    """
    between = quoting.text('"' + DELIMITERS[delimiter] + '"')
    values = f", {between}, ".join(
        _plain(column.field, column.sql) if column.sql in plain else _quotable(column.field, column.sql)
        for column in query.columns
    )
    return f"concat('\"', {values}, {quoting.text(chr(34) + ENDINGS[ending])})"


def _quotable(field: Field, sql: str) -> str:
    """A value with its own quotes doubled; only text can have some."""
    if field.type in TEXT_TYPES:
        return f"replace({sql}, '\"', '\"\"')"
    if field.type in NUMBER_TYPES:
        return doubles.sql(sql)
    return _plain(field, sql)


def text(field: Field, sql: str) -> str:
    """A value as Bulk writes it, but numbers always in full; empty for null."""
    return f"coalesce({_plain(field, sql)}, '')"


def _plain(field: Field, sql: str) -> str:
    if field.type == "datetime":
        return f"strftime({sql}, '%Y-%m-%dT%H:%M:%S.000Z')"
    if field.type == "time":
        return f"({sql})::VARCHAR || '.000Z'"
    return sql if field.column_type == "VARCHAR" else f"({sql})::VARCHAR"


def after_rows(block: bytes, number: int) -> int:
    """Where the record with this number starts: a line end counts only where the quotes before it are even."""
    end = quotes = 0
    for line in block.splitlines(keepends=True) if number else ():
        end += len(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0 and line.endswith(b"\n"):
            number -= 1
            if number == 0:
                break
    return end

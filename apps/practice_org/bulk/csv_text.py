"""Bulk conventions for CSV: every value quoted, nulls empty, datetimes with milliseconds and Z."""

from __future__ import annotations

from apps.practice_org.schema.field import Field
from apps.practice_org.soql.compiling import Query

DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "TAB": "\t", "PIPE": "|", "CARET": "^", "BACKQUOTE": "`"}
ENDINGS = {"LF": "\n", "CRLF": "\r\n"}


def header(query: Query, delimiter: str, ending: str) -> bytes:
    """Names as the server spells them: `Account.Name` for a parent."""
    names = ('"' + ".".join(column.path) + '"' for column in query.columns)
    return (DELIMITERS[delimiter].join(names) + ENDINGS[ending]).encode()


def columns(query: Query) -> str:
    """The SELECT list as text columns, so that null and empty both become two quotes."""
    return ", ".join(f"{text(column.field, column.sql)} AS c{index}" for index, column in enumerate(query.columns))


def text(field: Field, sql: str) -> str:
    if field.type == "datetime":
        return f"coalesce(strftime({sql}, '%Y-%m-%dT%H:%M:%S.000Z'), '')"
    if field.type == "time":
        return f"coalesce(({sql})::VARCHAR || '.000Z', '')"
    if field.column_type == "VARCHAR":
        return f"coalesce({sql}, '')"
    return f"coalesce(({sql})::VARCHAR, '')"


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

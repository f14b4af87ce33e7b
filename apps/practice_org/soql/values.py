"""Writes a value of a condition as SQL, after checking that it fits the field it is compared with."""

from __future__ import annotations

import re

from apps.practice_org import ids, quoting
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import ID_TYPES, NUMBER_TYPES, Field
from apps.practice_org.soql import dates, tree

ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
SOQL_TYPES = {"int": "double", "datetime": "dateTime"}
QUOTED, BARE = "and should be enclosed in quotes", "and should not be enclosed in quotes"


def unescape(text: str) -> str:
    """The text between the quotes of a SOQL string."""
    return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), text[1:-1], flags=re.DOTALL)


def is_null(value: tree.Value) -> bool:
    return value.kind == "word" and value.text.lower() == "null"


def literal(field: Field, value: tree.Value) -> str:
    """SQL of the value; text comes out in lower case, because Salesforce compares text without case."""
    if field.type in ID_TYPES:
        return quoting.text(_id(value))
    if field.type == "boolean":
        return _boolean(field, value)
    if field.type in NUMBER_TYPES or field.type == "int":
        return _checked(field, value, "number")
    if field.type in {"date", "datetime", "time"}:
        return _moment(field, value)
    return text(field, value)


def text(field: Field, value: tree.Value) -> str:
    found = unescape(_checked(field, value, "string"))
    return quoting.text(found if field.has("caseSensitive") else found.lower())


def column(field: Field, sql: str) -> str:
    """The column as it must stand beside a literal."""
    plain = ID_TYPES | NUMBER_TYPES | {"boolean", "int", "date", "datetime", "time"}
    return sql if field.type in plain or field.has("caseSensitive") else f"lower({sql})"


def _moment(field: Field, value: tree.Value) -> str:
    if field.type == "datetime":
        return f"TIMESTAMP '{dates.instant(_checked(field, value, 'moment'))}'"
    if field.type == "date":
        return f"DATE '{_checked(field, value, 'day')}'"
    return f"TIME {quoting.text(value.text.strip(chr(39)).rstrip('Z'))}"


def _id(value: tree.Value) -> str:
    found = unescape(value.text) if value.kind == "string" else value.text
    full = ids.full(found)
    if full is None and found:
        raise Refusal("INVALID_QUERY_FILTER_OPERATOR", f"invalid ID field: {found}")
    return full or ""


def _boolean(field: Field, value: tree.Value) -> str:
    if value.kind != "word" or value.text.lower() not in {"true", "false"}:
        raise _wrong_type(field, value, "boolean")
    return value.text.lower()


def _checked(field: Field, value: tree.Value, kind: str) -> str:
    if value.kind != kind:
        raise _wrong_type(field, value, SOQL_TYPES.get(field.type, field.type if kind != "string" else "string"))
    return value.text


def _wrong_type(field: Field, value: tree.Value, wanted: str) -> Refusal:
    ending = QUOTED if wanted == "string" else BARE if value.kind == "string" else ""
    words = f"value of filter criterion for field '{field.name}' must be of type {wanted} {ending}"
    return Refusal("INVALID_FIELD", words.rstrip())

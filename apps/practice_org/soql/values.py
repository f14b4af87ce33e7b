"""Writes a value of a condition as SQL, after checking that it fits the field it is compared with."""

from __future__ import annotations

import datetime
import math
import re
import string

from apps.practice_org import ids, quoting
from apps.practice_org.schema.field import ID_TYPES, NUMBER_TYPES, Field
from apps.practice_org.soql import dates, tree

ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
WILD = "%_\\"
SOQL_TYPES = {"int": "double", "percent": "double", "datetime": "dateTime", "id": "ID", "reference": "ID"}
KINDS = {"date": ("day",), "datetime": ("moment",), "time": ("time",), "currency": ("number", "currency")}
QUOTED, BARE = "and should be enclosed in quotes", "and should not be enclosed in quotes"
# Types that are compared as they are; all other text is compared without case.
PLAIN = ID_TYPES | NUMBER_TYPES | {"boolean", "int", "date", "datetime", "time"}


class Unfit(Exception):
    """A value that the field cannot be compared with; the code and words of the refusal without their place."""

    def __init__(self, words: str, code: str = "INVALID_FIELD") -> None:
        super().__init__(words)
        self.words = words
        self.code = code


def unescape(text: str) -> str:
    """The text between the quotes of a SOQL string."""
    return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), text[1:-1], flags=re.DOTALL)


def pattern(text: str) -> str:
    """A SOQL string for LIKE: an escaped wildcard stays escaped, and so does a backslash."""

    def unescaped(found: re.Match[str]) -> str:
        char = ESCAPES.get(found[1], found[1])
        return f"\\{char}" if char in WILD else char

    return re.sub(r"\\(.)", unescaped, text[1:-1], flags=re.DOTALL)


def is_null(value: tree.Value) -> bool:
    return value.kind == "word" and value.text.lower() == "null"


def is_empty(field: Field, value: tree.Value) -> bool:
    """Null and empty text are one, where text can stand."""
    return is_null(value) or (value.text == "''" and field.column_type == "VARCHAR")


def is_plain(field: Field) -> bool:
    return field.type in PLAIN or field.has("caseSensitive")


def column(field: Field, sql: str) -> str:
    """The column as it must stand beside a literal."""
    return sql if is_plain(field) else f"lower({sql})"


def literal(field: Field, value: tree.Value) -> str:
    """SQL of the value; raises Unfit."""
    if field.type == "boolean":
        return _boolean(field, value)
    found = _checked(field, value)
    if field.type in ID_TYPES:
        return quoting.text(_id(unescape(found)))
    if field.type in NUMBER_TYPES or field.type == "int":
        return _number(found.removeprefix("+").lstrip(string.ascii_letters))
    if field.type in {"date", "datetime", "time"}:
        return _moment(field, found)
    text = unescape(found)
    return quoting.text(text if field.has("caseSensitive") else text.lower())


def _moment(field: Field, text: str) -> str:
    try:
        if field.type == "datetime":
            return f"TIMESTAMP '{dates.instant(text)}'"
        if field.type == "date":
            return f"DATE '{datetime.date.fromisoformat(text)}'"
        return f"TIME '{datetime.time.fromisoformat(text.upper().rstrip('Z'))}'"
    except (ValueError, OverflowError) as trouble:
        raise Unfit(f"Invalid {field.type}: {text}", "MALFORMED_QUERY") from trouble


def _number(text: str) -> str:
    if not math.isfinite(float(text)):
        raise Unfit(f"numeric value out of range: {text}", "NUMBER_OUTSIDE_VALID_RANGE")
    return f"{text}::DOUBLE"


def _id(text: str) -> str:
    full = ids.full(text)
    if full is None:
        raise Unfit(f"invalid ID field: {text}", "INVALID_QUERY_FILTER_OPERATOR")
    return full


def _boolean(field: Field, value: tree.Value) -> str:
    if value.kind != "word" or value.text.lower() not in {"true", "false"}:
        raise _wrong_type(field, value, "boolean")
    return value.text.lower()


def _checked(field: Field, value: tree.Value) -> str:
    is_number = field.type in NUMBER_TYPES or field.type == "int"
    wanted = KINDS.get(field.type, ("number",) if is_number else ("string",))
    if value.kind not in wanted:
        is_text = wanted == ("string",) and field.type not in ID_TYPES
        raise _wrong_type(field, value, "string" if is_text else SOQL_TYPES.get(field.type, field.type))
    return value.text


def _wrong_type(field: Field, value: tree.Value, wanted: str) -> Unfit:
    ending = QUOTED if wanted in {"string", "ID"} else BARE if value.kind == "string" else ""
    return Unfit(f"value of filter criterion for field '{field.name}' must be of type {wanted} {ending}".rstrip())

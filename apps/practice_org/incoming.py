"""Checks the values that somebody sends for a record, and says what is wrong in Salesforce's words."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from typing import Any

from apps.practice_org import ids
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import ID_TYPES, NUMBER_TYPES, TEXT_TYPES, Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.soql import dates

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
FIXED = frozenset({"Id"})
ROW_PLACE = "[Source: N/A; line: -1, column: -1][line:-1, column:-1]"
WHOLE = 2**31
MOMENTS = frozenset({"date", "datetime", "time"})


class Unreadable(Refusal):
    """A value of the wrong type; where it stood is known only to who read the body."""

    def __init__(self, field: Field, kind: str, value: Any) -> None:
        self.field = field
        self.kind = kind
        self.value = value
        super().__init__("JSON_PARSER_ERROR", self.at(ROW_PLACE))

    def at(self, place: str) -> str:
        return (
            f"Cannot deserialize instance of {self.kind} from {token(self.value)} value {_shown(self.value)} "
            f"or request may be missing a required field at {place}"
        )


def checked(sobject: SObject, given: Mapping[str, Any], *, creating: bool, is_trainer: bool = False) -> dict[str, Any]:
    """Values by the field's own name, ready for the database."""
    values: dict[str, Any] = {}
    closed: list[str] = []
    for name, value in given.items():
        if name == "attributes":
            continue
        field = sobject.find(name)
        if field is None:
            raise Refusal("INVALID_FIELD", f"No such column '{name}' on sobject of type {sobject.name}")
        if _is_closed(field, creating=creating, is_trainer=is_trainer):
            closed.append(field.name)
            continue
        values[field.name] = convert(field, value, is_trainer=is_trainer)
    if closed:
        words = (
            f"Unable to create/update fields: {', '.join(closed)}. Please check the security settings of this field "
            "and verify that it is read/write for your profile or permission set."
        )
        raise Refusal("INVALID_FIELD_FOR_INSERT_UPDATE", words, fields=closed)
    return values


def require(sobject: SObject, values: Mapping[str, Any], *, creating: bool) -> None:
    """A new record needs every mandatory field; a change must not empty one."""
    missing = [
        field.name
        for field in sobject.fields
        if is_mandatory(field) and (creating or field.name in values) and values.get(field.name) in (None, "")
    ]
    if missing:
        words = f"Required fields are missing: [{', '.join(missing)}]"
        raise Refusal("REQUIRED_FIELD_MISSING", words, fields=missing)


def is_mandatory(field: Field) -> bool:
    is_free = field.has("nillable") or field.has("defaultedOnCreate") or field.type == "boolean"
    return field.has("createable") and not is_free


def convert(field: Field, value: Any, *, is_trainer: bool = False) -> Any:
    """A JSON value as the database keeps it; empty text is null."""
    if value is None or value == "":
        return False if field.type == "boolean" else None
    if field.type in ID_TYPES:
        return _id(field, value)
    if field.type == "boolean":
        return _boolean(field, value)
    if field.type in NUMBER_TYPES or field.type == "int":
        return _number(field, value)
    if not isinstance(value, str) and not is_trainer:
        raise Unreadable(field, field.type if field.type in MOMENTS else "string", value)
    if field.type in MOMENTS:
        return _moment(field, str(value))
    return _text(field, str(value) if is_trainer else value.strip())


def token(value: Any) -> str:
    """What the parser of a real org calls this piece of JSON."""
    if isinstance(value, bool):
        return "VALUE_TRUE" if value else "VALUE_FALSE"
    names = {int: "VALUE_NUMBER_INT", float: "VALUE_NUMBER_FLOAT", dict: "START_OBJECT", list: "START_ARRAY"}
    return names.get(type(value), "VALUE_STRING")


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "{" if isinstance(value, dict) else "["
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_closed(field: Field, *, creating: bool, is_trainer: bool) -> bool:
    if is_trainer:
        return field.name in FIXED or not field.is_stored
    return not field.has("createable" if creating else "updateable")


def _id(field: Field, value: Any) -> str:
    found = ids.full(str(value))
    if found is None:
        raise Refusal("MALFORMED_ID", f"{field.label}: id value of incorrect type: {value}", fields=[field.name])
    return found


def _boolean(field: Field, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in {"true", "false"}:
        return str(value).lower() == "true"
    raise Unreadable(field, "boolean", value)


def _number(field: Field, value: Any) -> float | int:
    kind = "int" if field.type == "int" else "double"
    if isinstance(value, bool):
        raise Unreadable(field, kind, value)
    try:
        number = float(value)
    except (TypeError, ValueError) as trouble:
        raise Unreadable(field, kind, value) from trouble
    if not abs(number) < _limit(field):
        words = f"{field.label}: value outside of valid range on numeric field: {number}"
        raise Refusal("NUMBER_OUTSIDE_VALID_RANGE", words, fields=[field.name])
    if kind == "int":
        return int(number)
    return round(number, field.scale) if field.is_custom else number


def _limit(field: Field) -> float:
    if field.type == "int":
        return WHOLE
    return 10.0 ** (field.size - field.scale) if field.size else math.inf


def _moment(field: Field, value: str) -> datetime.datetime | datetime.date | datetime.time:
    try:
        if field.type == "date":
            return _day(value)
        if field.type == "time":
            return datetime.time.fromisoformat(value.rstrip("Z"))
        return dates.instant(value).replace(microsecond=0)
    except (ValueError, OverflowError) as trouble:
        raise Unreadable(field, field.type, value) from trouble


def _day(text: str) -> datetime.date:
    """A day, or the day of a moment; anything else behind the ten characters is a mistake."""
    if text[10:11] not in {"", "T", "Z"}:
        raise ValueError
    return datetime.date.fromisoformat(text[:10])


def _text(field: Field, text: str) -> str | None:
    if not text:
        return None
    if field.type == "email" and not EMAIL.fullmatch(text):
        words = f"{field.label}: invalid email address: {text}"
        raise Refusal("INVALID_EMAIL_ADDRESS", words, fields=[field.name])
    if field.has("restrictedPicklist") and field.values:
        _check_choice(field, text)
    if field.type in TEXT_TYPES and field.size and len(text) > field.size:
        words = f"{field.label}: data value too large: {text} (max length={field.size})"
        raise Refusal("STRING_TOO_LONG", words, fields=[field.name])
    return text


def _check_choice(field: Field, text: str) -> None:
    known = {entry.value for entry in field.values}
    for part in text.split(";") if field.type == "multipicklist" else [text]:
        if part not in known:
            words = f"{field.label}: bad value for restricted picklist field: {part}"
            raise Refusal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", words, fields=[field.name])

"""Checks the values that somebody sends for a record, and says what is wrong in Salesforce's words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from apps.practice_org import ids
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import ID_TYPES, NUMBER_TYPES, TEXT_TYPES, Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.soql import dates

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
FIXED = frozenset({"Id", "SystemModstamp"})


def checked(sobject: SObject, given: Mapping[str, Any], *, creating: bool, is_trainer: bool = False) -> dict[str, Any]:
    """Values by the field's own name, ready for the database."""
    values: dict[str, Any] = {}
    closed: list[str] = []
    for name, value in given.items():
        if name == "attributes" or (name.lower() == "id" and not creating):
            continue
        field = sobject.find(name)
        if field is None:
            raise Refusal("INVALID_FIELD", f"No such column '{name}' on sobject of type {sobject.name}")
        if _is_closed(field, creating=creating, is_trainer=is_trainer):
            closed.append(field.name)
            continue
        values[field.name] = convert(field, value)
    if closed:
        words = (
            f"Unable to create/update fields: {', '.join(closed)}. Please check the security settings of this field "
            "and verify that it is read/write for your profile or permission set."
        )
        raise Refusal("INVALID_FIELD_FOR_INSERT_UPDATE", words, fields=closed)
    return values


def require(sobject: SObject, values: Mapping[str, Any]) -> None:
    missing = [
        field.name
        for field in sobject.fields
        if field.has("createable")
        and not field.has("nillable")
        and not field.has("defaultedOnCreate")
        and field.type != "boolean"
        and values.get(field.name) in (None, "")
    ]
    if missing:
        words = f"Required fields are missing: [{', '.join(missing)}]"
        raise Refusal("REQUIRED_FIELD_MISSING", words, fields=missing)


def convert(field: Field, value: Any) -> Any:
    """A JSON value as the database keeps it; empty text is null."""
    if value is None or value == "":
        return False if field.type == "boolean" else None
    if field.type in ID_TYPES:
        return _id(field, value)
    if field.type == "boolean":
        return _boolean(value)
    if field.type in NUMBER_TYPES or field.type == "int":
        return _number(field, value)
    if field.type in {"date", "datetime", "time"}:
        return _moment(field, value)
    return _text(field, value)


def _is_closed(field: Field, *, creating: bool, is_trainer: bool) -> bool:
    if is_trainer:
        return field.name in FIXED or not field.is_stored
    return not field.has("createable" if creating else "updateable")


def _id(field: Field, value: Any) -> str:
    found = ids.full(str(value))
    if found is None:
        raise Refusal("MALFORMED_ID", f"{field.label}: id value of incorrect type: {value}", fields=[field.name])
    return found


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in {"true", "false"}:
        return str(value).lower() == "true"
    raise _unreadable("boolean", value)


def _number(field: Field, value: Any) -> float | int:
    try:
        number = float(value)
    except (TypeError, ValueError) as trouble:
        raise _unreadable("double", value) from trouble
    if field.type == "int":
        return int(number)
    return round(number, field.scale) if field.is_custom else number


def _moment(field: Field, value: Any) -> datetime.datetime | datetime.date | datetime.time:
    try:
        if field.type == "date":
            return datetime.date.fromisoformat(str(value)[:10])
        if field.type == "time":
            return datetime.time.fromisoformat(str(value).rstrip("Z"))
        return dates.instant(str(value)).replace(microsecond=0)
    except ValueError as trouble:
        raise _unreadable(field.type, value) from trouble


def _text(field: Field, value: Any) -> str:
    text = str(value)
    if field.type == "email" and not EMAIL.fullmatch(text):
        words = f"{field.label}: invalid email address: {text}"
        raise Refusal("INVALID_EMAIL_ADDRESS", words, fields=[field.name])
    if field.has("restrictedPicklist") and field.values and text not in {entry.value for entry in field.values}:
        words = f"{field.label}: bad value for restricted picklist field: {text}"
        raise Refusal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", words, fields=[field.name])
    if field.type in TEXT_TYPES and field.size and len(text) > field.size:
        words = f"{field.label}: data value too large: {text} (max length={field.size})"
        raise Refusal("STRING_TOO_LONG", words, fields=[field.name])
    return text


def _unreadable(kind: str, value: Any) -> Refusal:
    words = (
        f"Cannot deserialize instance of {kind} from VALUE_STRING value {value} or request may be missing a required "
        "field at [line:1, column:1]"
    )
    return Refusal("JSON_PARSER_ERROR", words)

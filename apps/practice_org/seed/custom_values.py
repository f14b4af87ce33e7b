"""A plausible value for any custom field, from its type and how often administrators fill it."""

from __future__ import annotations

import itertools

from apps.practice_org import quoting
from apps.practice_org.schema.field import Field

# What people type to get past a required field; all of it is valid for the type.
TEXTS = ["n/a", "N/A", "-", "?", "test", "asdf", "xxx", "TBD", "  ", "none", "#REF!", "0", "=1+1", "\U0001f44d", "ÿ"]
CARELESS = {
    "string": quoting.array(TEXTS),
    "textarea": quoting.array([*TEXTS, "line 1\r\nline 2\ttab", 'He said "no", twice']),
    "picklist": quoting.array(["Other - see notes", "other", "(old) Other"]),
    "email": quoting.array(["no@no.no", "none@none.com", "a@a.aa", "x@example.invalid"]),
    "phone": quoting.array(["0", "n/a", "call reception", "+++", "000-000-0000", "ext. 12"]),
    "url": quoting.array(["http://", "www", "n/a", "localhost", "javascript:void(0)"]),
}
SMALLEST = 18  # shorter fields have no room for it
QUESTION = 1_000  # the first question that is free for custom fields


def expression(field: Field, position: int, *, junk: int = 0) -> str:
    """SQL over the columns of the seeded object; `i` is the record's number, `junk` a percent of careless values."""
    question = QUESTION + position * 10
    if field.type == "boolean":
        return f"chance(i, {question}, {field.fill})"
    value = _value(field, question + 1)
    careless = CARELESS.get(field.type) if junk and field.size >= SMALLEST else None
    if careless:
        value = (
            f"CASE WHEN chance(i, {question + 2}, {junk}) THEN nth({careless}, h(i, {question + 3})) ELSE {value} END"
        )
    return f"CASE WHEN chance(i, {question}, {field.fill}) THEN {value} END"


def _value(field: Field, question: int) -> str:
    chance = f"h(i, {question})"
    choices = [entry.value for entry in field.values]
    span = max(10 ** min(field.size - field.scale, 6) - 1, 1)
    by_type = {
        "picklist": f"nth({quoting.array(choices)}, {chance})",
        "multipicklist": f"nth({quoting.array(_pairs(choices))}, {chance})",
        "date": f"day_after(CreatedDate, i, {question}, 300)",
        "datetime": f"CreatedDate + to_seconds(({chance} % 20000000)::BIGINT)",
        "time": f"TIME '08:00:00' + to_minutes(15 * ({chance} % 40)::BIGINT)",
        "double": _number(chance, span, field.scale),
        "currency": f"({chance} % 5000 * 100)::DOUBLE",
        "percent": f"({chance} % 41)::DOUBLE",
        "url": f"'https://example.com/{field.name.lower()}/' || {chance} % 900",
        "email": "'private.' || i || '@mail.example'",
        "phone": f"phone(i, {question})",
        "textarea": f"nth(notes(), {chance}) || chr(10) || nth(notes(), {chance} // 7)",
        "encryptedstring": f"'TAX' || {chance} % 10000000",
    }
    return by_type.get(field.type) or _text(field, chance)


def _pairs(choices: list[str]) -> list[str]:
    """Single values and neighbours, joined as Salesforce joins them."""
    neighbours = [f"{first};{second}" for first, second in itertools.pairwise(choices)]
    return choices + neighbours


def _number(chance: str, span: int, scale: int) -> str:
    whole = f"({chance} % {span})::DOUBLE"
    return whole if scale == 0 else f"round({whole} + ({chance} // 97 % {10**scale}) / {10**scale}.0, {scale})"


def _text(field: Field, chance: str) -> str:
    if field.has("externalId"):
        return "'X-' || lpad(i::VARCHAR, 9, '0')"
    words = ["newsletter", "partner", "search", "social", "direct", "event"]
    return f"nth({quoting.array(words)}, {chance}) || '-' || {chance} // 11 % 90"

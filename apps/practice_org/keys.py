"""Finds a record by a field that tells records apart, and writes it whether it is there or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from apps.practice_org import ids, quoting
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.storage import Connection
from apps.practice_org.writing import Writer

MOST = 10  # more matches than that are of no use to anybody


def key_field(sobject: SObject, name: str) -> Field:
    field = sobject.find(name)
    if field is None or not (field.has("externalId") or field.has("idLookup")):
        words = f"Provided external ID field does not exist or is not accessible: {name}"
        raise Refusal("NOT_FOUND", words, status=404, code_first=True)
    return field


def matching(cursor: Connection, sobject: SObject, by: Field, value: str) -> list[str]:
    """Ids of the live records that the caller finds under this value."""
    is_exact = by.has("caseSensitive") or by.name == "Id"
    column = quoting.name(by.name) if is_exact else f"lower({quoting.name(by.name)}::VARCHAR)"
    wanted = _full(value) if by.name == "Id" else value if is_exact else value.lower()
    parts = [f"{column} = ?", *(['NOT "IsDeleted"'] if sobject.has("IsDeleted") else [])]
    parts += [sobject.sight.finds("t")] if sobject.sight.found else []
    statement = f'SELECT "Id" FROM {quoting.name(sobject.name)} AS t WHERE {" AND ".join(parts)} LIMIT {MOST}'
    return [row[0] for row in cursor.execute(statement, [wanted]).fetchall()]


def repeated(values: Iterable[str]) -> set[str]:
    """Values that more than one row of a call has: none of those rows is taken."""
    return {value for value, number in Counter(values).items() if value and number > 1}


def require_single(by: Field, value: str, many: set[str]) -> None:
    if value in many:
        raise Refusal("DUPLICATE_VALUE", f"Duplicate external id specified: {value}", fields=[by.name])


def require_one(by: Field, value: str, found: list[str]) -> None:
    """A row names one record, or none by anything but an id."""
    if len(found) > 1:
        words = f"{by.name}: more than one record found for external id field: [{', '.join(found)}]"
        raise Refusal("DUPLICATE_EXTERNAL_ID", words, fields=[by.name])
    if value and not found and by.name == "Id":
        raise Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", fields=[])


def put(writer: Writer, sobject: SObject, by: Field, value: str, found: list[str], given: dict[str, Any]) -> str:
    if found:
        writer.update(sobject, found[0], given)
        return found[0]
    return writer.create(sobject, given if by.name == "Id" else {**given, by.name: value})


def _full(text: str) -> str:
    found = ids.full(text)
    if found is None:
        raise not_found()
    return found

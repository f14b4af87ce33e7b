"""SQL that reads a field: a stored column, a formula over columns, or an address made of its parts."""

from __future__ import annotations

from apps.practice_org import quoting
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject


def column_sql(sobject: SObject, field: Field, alias: str) -> str:
    if field.type in {"address", "location"}:
        return _compound(sobject, field, alias)
    if field.is_calculated:
        return f"({formula(sobject, field, alias)})"
    return f"{alias}.{quoting.name(field.name)}"


def formula(sobject: SObject, field: Field, alias: str) -> str:
    sql = field.sql
    for other in sobject.fields:
        sql = sql.replace(quoting.name(other.name), f"{alias}.{quoting.name(other.name)}")
    return sql


def _compound(sobject: SObject, field: Field, alias: str) -> str:
    """An object of the parts in alphabetical order; null when all of them are."""
    prefix = field.name.removesuffix("Address").removesuffix("__c")
    parts = {
        _key(part.name, prefix): f"{alias}.{quoting.name(part.name)}"
        for part in sobject.fields
        if part.part_of == field.name
    }
    if not parts:
        return "NULL"
    packed = ", ".join(f"{key} := {parts[key]}" for key in sorted(parts))
    filled = " OR ".join(f"{sql} IS NOT NULL" for sql in parts.values())
    return f"CASE WHEN {filled} THEN struct_pack({packed}) END"


def _key(name: str, prefix: str) -> str:
    """MailingPostalCode is postalCode in MailingAddress; Place__Latitude__s is latitude in Place__c."""
    bare = name.removeprefix(prefix).removesuffix("__s").strip("_")
    return bare[0].lower() + bare[1:]

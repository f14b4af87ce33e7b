"""Values that only one record may have: unique fields, and a person's membership in a campaign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.practice_org import ids, quoting
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.storage import Connection

PERSON_LINKS = ("LeadId", "ContactId")


def check(cursor: Connection, sobject: SObject, record_id: str, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        field = sobject.find(name)
        if field is not None and field.has("unique") and value is not None:
            _check_field(cursor, sobject, field, record_id, value)
    if sobject.name == "CampaignMember" and "CampaignId" in values:
        _check_member(cursor, values)


def _check_field(cursor: Connection, sobject: SObject, field: Field, record_id: str, value: Any) -> None:
    column = quoting.name(field.name)
    same = f"{column} = ?" if field.has("caseSensitive") else f"lower({column}::VARCHAR) = lower(?::VARCHAR)"
    alive = ' AND NOT "IsDeleted"' if sobject.has("IsDeleted") else ""
    statement = f'SELECT "Id" FROM {quoting.name(sobject.name)} WHERE {same} AND "Id" <> ?{alive} LIMIT 1'
    row = cursor.execute(statement, [value, record_id]).fetchone()
    if row:
        words = f"duplicate value found: {field.name} duplicates value on record with id: {row[0][: ids.SHORT]}"
        raise Refusal("DUPLICATE_VALUE", words, fields=[field.name])


def _check_member(cursor: Connection, values: Mapping[str, Any]) -> None:
    for link in PERSON_LINKS:
        if values.get(link):
            statement = f'SELECT 1 FROM "CampaignMember" WHERE "CampaignId" = ? AND "{link}" = ? AND NOT "IsDeleted"'
            if cursor.execute(statement, [values["CampaignId"], values[link]]).fetchone():
                raise Refusal("DUPLICATE_VALUE", "Already a campaign member.", fields=[])

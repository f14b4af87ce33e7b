"""References to other records: they must exist, be of the right kind, and be within the caller's sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.practice_org import ids, quoting
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.storage import Connection, fetch_dicts


@dataclass(frozen=True, slots=True)
class Links:
    """Checks each referenced record once, however many rows name it."""

    cursor: Connection
    everything: View
    view: View
    known: set[str] = field(default_factory=set)

    def check(self, sobject: SObject, values: Mapping[str, Any]) -> list[str]:
        """The ids named, owners aside: whoever holds one of these records holds up the write too."""
        named = []
        for name, value in values.items():
            one = sobject.find(name)
            if one is not None and one.type == "reference" and one.to and value:
                self._check(sobject, one, str(value))
                if name != "OwnerId":
                    named.append(str(value))
        return named

    def resolved(self, sobject: SObject, given: Mapping[str, Any]) -> dict[str, Any]:
        """A parent may be named by a field of its own: `"Account": {"ERP_Number__c": "17"}`."""
        values: dict[str, Any] = {}
        for name, value in given.items():
            link = sobject.relationship(name) if isinstance(value, Mapping) and name != "attributes" else None
            if link is None or not link.to:
                values[name] = value
            else:
                values[link.name] = self._by_key(link, value)
        return values

    def _by_key(self, link: Field, named: Mapping[str, Any]) -> str:
        parent = self.view.find(str((named.get("attributes") or {}).get("type") or link.to[0]))
        column, value = next(((key, inside) for key, inside in named.items() if key != "attributes"), ("", None))
        one = parent.find(column) if parent else None
        if parent is None or one is None or not (one.has("externalId") or one.has("idLookup")):
            raise Refusal("INVALID_FIELD", f"No such column '{column}' on sobject of type {link.to[0]}")
        statement = f'SELECT "Id" FROM {quoting.name(parent.name)} WHERE {quoting.name(one.name)} = ? LIMIT 1'
        row = self.cursor.execute(statement, [value]).fetchone()
        if row is None:
            words = f"Foreign key external ID: {value} not found for field {one.name} in entity {parent.name}"
            raise Refusal("INVALID_FIELD", words, fields=[])
        return str(row[0])

    def _check(self, sobject: SObject, one: Field, value: str) -> None:
        if value in self.known:
            return
        target = self.everything.of_id(value)
        if target is None or target.name not in one.to:
            words = f"{one.label}: id value of incorrect type: {value}"
            raise Refusal("FIELD_INTEGRITY_EXCEPTION", words, fields=[one.name])
        row = self._row(target, value)
        if row is None:
            raise Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", fields=[])
        if row.get("IsDeleted"):
            raise Refusal("ENTITY_IS_DELETED", "entity is deleted", fields=[])
        if one.name == "OwnerId" and row.get("IsActive") is False:
            words = f"operation performed with inactive user [{value[: ids.SHORT]}] as owner of {sobject.name.lower()}"
            raise Refusal("INACTIVE_OWNER_OR_USER", words, fields=[])
        if sobject.name == "CampaignMember" and row.get("IsConverted"):
            raise converted_lead()
        self._require_sight(target, value)
        self.known.add(value)

    def _row(self, target: SObject, value: str) -> dict[str, Any] | None:
        asked = [name for name in ("IsDeleted", "IsActive", "IsConverted") if target.has(name)]
        names = ", ".join(quoting.name(name) for name in ("Id", *asked))
        found = fetch_dicts(self.cursor, f'SELECT {names} FROM {quoting.name(target.name)} WHERE "Id" = ?', [value])
        return found[0] if found else None

    def _require_sight(self, target: SObject, value: str) -> None:
        seen = self.view.find(target.name)
        if seen is not None and not may(self.cursor, seen, value, seen.sight.finds("t")):
            words = "insufficient access rights on cross-reference id"
            raise Refusal("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", words, fields=[])


def may(cursor: Connection, sobject: SObject, record_id: str, condition: str) -> bool:
    """Whether a condition of sharing, on the alias `t`, holds for a record; none at all always does."""
    if not condition:
        return True
    statement = f'SELECT 1 FROM {quoting.name(sobject.name)} AS t WHERE t."Id" = ? AND {condition}'
    return cursor.execute(statement, [record_id]).fetchone() is not None


def converted_lead() -> Refusal:
    return Refusal("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead", fields=[])

"""Finds the records that a duplicate rule takes for the same, and says so the way a real org does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.practice_org import quoting
from apps.practice_org.refusals import Refusal
from apps.practice_org.rules.kinds import DuplicateRule
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.storage import Connection

MOST_SHOWN = 100


class DuplicatesDetected(Refusal):
    """The reply to a single record spells the key `duplicateResut`, as real orgs do; rows of collections do not."""

    def __init__(self, rule: DuplicateRule, object_name: str, found: list[str], version: str) -> None:
        super().__init__("DUPLICATES_DETECTED", rule.message, fields=[])
        self.result = result(rule, object_name, found, version)

    def body(self) -> list[dict[str, Any]]:
        return [{"duplicateResut": self.result, "errorCode": self.code, "message": self.message}]

    def row(self) -> dict[str, Any]:
        return {**super().row(), "duplicateResult": self.result}


def matches(
    cursor: Connection, sobject: SObject, rule: DuplicateRule, values: Mapping[str, Any], record_id: str
) -> list[str]:
    """Ids of other live records with the same values; an empty value matches nothing."""
    fields = [found for name in rule.fields if (found := sobject.find(name))]
    wanted = [values.get(field.name) for field in fields]
    if any(value in (None, "") for value in wanted):
        return []
    same = [f"lower({quoting.name(field.name)}::VARCHAR) = lower(?::VARCHAR)" for field in fields]
    alive = [f"NOT {quoting.name(name)}" for name in ("IsDeleted", "IsConverted") if sobject.has(name)]
    where = " AND ".join([*same, *alive, '"Id" <> ?'])
    statement = f'SELECT "Id" FROM {quoting.name(sobject.name)} WHERE {where} ORDER BY "Id" LIMIT {MOST_SHOWN}'
    return [row[0] for row in cursor.execute(statement, [*wanted, record_id]).fetchall()]


def result(rule: DuplicateRule, object_name: str, found: list[str], version: str) -> dict[str, Any]:
    """As recorded by clients in 50.0 and 56.0, key by key."""
    return {
        "allowSave": rule.can_be_saved,
        "duplicateRule": rule.name,
        "duplicateRuleEntityType": object_name,
        "errorMessage": rule.message,
        "matchResults": [
            {
                "entityType": object_name,
                "errors": [],
                "matchEngine": "ExactMatchEngine",
                "matchRecords": [_match(object_name, key, version) for key in found],
                "rule": f"{rule.name}_Match",
                "size": len(found),
                "success": True,
            }
        ],
    }


def _match(object_name: str, key: str, version: str) -> dict[str, Any]:
    attributes = {"type": object_name, "url": f"/services/data/v{version}/sobjects/{object_name}/{key}"}
    return {
        "additionalInformation": [],
        "fieldDiffs": [],
        "matchConfidence": 100.0,
        "record": {"attributes": attributes, "Id": key},
    }

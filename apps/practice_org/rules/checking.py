"""Holds a written record against the org's rules; the first one that it breaks refuses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.rules import kinds, shelf
from apps.practice_org.rules.duplicates import DuplicatesDetected, matches
from apps.practice_org.rules.kinds import Lock
from apps.practice_org.rules.meeting import Meeting
from apps.practice_org.rules.shelf import Rules
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.storage import Connection

NEVER, ALWAYS = "FALSE", "TRUE"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a caller wants the org's rules applied: no assignment, the active rule or the rule with an id."""

    assignment: str = NEVER
    saves_duplicates: bool = False


@dataclass(frozen=True, slots=True)
class Checks:
    """The rules of one org inside one transaction."""

    live: LiveOrg
    cursor: Connection
    rules: Rules
    meeting: Meeting
    version: str = "60.0"

    def require_free(self, record_ids: Iterable[str]) -> None:
        """A lock refuses whoever touches the record; a record held by another transaction also its children."""
        held = {lock.record: lock for lock in self.rules.locks}
        for record_id in record_ids:
            if record_id in held:
                self._refuse_locked(held[record_id])

    def require_no_duplicate(
        self, sobject: SObject, record_id: str, values: Mapping[str, Any], given: Iterable[str], manner: Manner
    ) -> None:
        touched = {name.lower() for name in given}
        for rule in self.rules.duplicates:
            if not rule.is_active or rule.object.lower() != sobject.name.lower():
                continue
            if not touched & {name.lower() for name in rule.fields} or (manner.saves_duplicates and rule.can_be_saved):
                continue
            found = matches(self.cursor, sobject, rule, values, record_id)
            if found:
                raise DuplicatesDetected(rule, sobject.name, found, self.version)

    def require_valid(self, sobject: SObject, record_id: str) -> None:
        for rule in self.rules.validation:
            if not rule.is_active or rule.object.lower() != sobject.name.lower():
                continue
            if self.meeting.meets(sobject.name, record_id, rule.condition):
                fields = [rule.field] if rule.field else []
                raise Refusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.message, fields=fields)

    def owner(self, sobject: SObject, record_id: str, manner: Manner) -> str | None:
        """Who gets the record by the assignment rule that the caller wants, if one takes it."""
        if manner.assignment.upper() == NEVER:
            return None
        for rule in self.rules.assignment:
            is_wanted = (
                rule.is_active if manner.assignment.upper() == ALWAYS else rule.id[:15] == manner.assignment[:15]
            )
            if is_wanted and rule.object.lower() == sobject.name.lower():
                for entry in rule.entries:
                    if self.meeting.meets(sobject.name, record_id, entry.get("condition", "")):
                        return entry["owner"]
        return None

    def _refuse_locked(self, lock: Lock) -> None:
        shelf.spend(self.live, lock)
        if lock.kind == kinds.ENTITY:
            raise Refusal("ENTITY_IS_LOCKED", "the entity is locked for editing", fields=[])
        words = f"unable to obtain exclusive access to this record or 1 records: {lock.record}"
        raise Refusal("UNABLE_TO_LOCK_ROW", words, fields=[])

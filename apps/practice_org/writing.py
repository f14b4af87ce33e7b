"""Changes to records: checked field by field, stamped with the time, and visible to every reader at once."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.practice_org import ids, incoming, opening, quoting
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.storage import Connection, fetch_dicts

Values = Mapping[str, Any]
PERSONS = frozenset({"Lead", "Contact", "User"})


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for one user inside one transaction; a trainer may write what the API refuses."""

    live: LiveOrg
    cursor: Connection
    user_id: str
    is_trainer: bool = False

    def create(self, sobject: SObject, given: Values) -> str:
        self._require_right(sobject, "createable", "create")
        if sobject.name == opening.OBJECT:
            return opening.open_field(self.live, given)
        values = incoming.checked(sobject, given, creating=True, is_trainer=self.is_trainer)
        incoming.require(sobject, values)
        record_id = ids.make(sobject.facts.prefix, self.live.org.pod, 62**6 + secrets.randbelow(62**6))
        owner = {"OwnerId": self.user_id} if sobject.has("OwnerId") else {}
        values = {**_defaults(sobject), **owner, **values, **self._stamps(sobject, created=True), "Id": record_id}
        self._derive(sobject, values)
        names = ", ".join(quoting.name(name) for name in values)
        marks = ", ".join("?" for _ in values)
        self.cursor.execute(
            f"INSERT INTO {quoting.name(sobject.name)} ({names}) VALUES ({marks})", list(values.values())
        )
        return record_id

    def update(self, sobject: SObject, record_id: str, given: Values) -> None:
        self._require_right(sobject, "updateable", "update")
        found = self.existing(sobject, record_id)
        values = incoming.checked(sobject, given, creating=False, is_trainer=self.is_trainer)
        if found.get("IsConverted") and not self.is_trainer:
            raise Refusal("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead", fields=[])
        values = {**values, **self._stamps(sobject, created=False)}
        self._derive(sobject, values, found)
        self._set(sobject, record_id, values)

    def update_all(self, sobject: SObject, record_ids: list[str], given: Values) -> None:
        """The same values in many records, in one statement."""
        values = incoming.checked(sobject, given, creating=False, is_trainer=self.is_trainer)
        values = {**values, **self._stamps(sobject, created=False)}
        self._derive(sobject, values)
        sets = ", ".join(f"{quoting.name(name)} = ?" for name in values)
        statement = f'UPDATE {quoting.name(sobject.name)} SET {sets} WHERE "Id" IN (SELECT unnest(?))'
        self.cursor.execute(statement, [*values.values(), record_ids])

    def delete(self, sobject: SObject, record_id: str, *, master: str | None = None) -> None:
        self._require_right(sobject, "deletable", "delete")
        self.existing(sobject, record_id)
        if not sobject.has("IsDeleted"):
            self.cursor.execute(f'DELETE FROM {quoting.name(sobject.name)} WHERE "Id" = ?', [record_id])
            return
        gone: dict[str, Any] = {"IsDeleted": True, "SystemModstamp": now()}
        if master is not None and sobject.has("MasterRecordId"):
            gone["MasterRecordId"] = master
        self._set(sobject, record_id, gone)

    def undelete(self, sobject: SObject, record_id: str) -> None:
        self._set(sobject, record_id, {"IsDeleted": False, "SystemModstamp": now()})

    def _require_right(self, sobject: SObject, mark: str, verb: str) -> None:
        if mark not in sobject.facts.marks and not self.is_trainer:
            words = f"entity type {sobject.name} does not support {verb}"
            raise Refusal("INVALID_TYPE_FOR_OPERATION", words)

    def existing(self, sobject: SObject, record_id: str) -> dict[str, Any]:
        """The record, or ENTITY_IS_DELETED or NOT_FOUND."""
        statement = f'SELECT * FROM {quoting.name(sobject.name)} WHERE "Id" = ?'
        found = fetch_dicts(self.cursor, statement, [record_id])
        if not found:
            raise Refusal("NOT_FOUND", "The requested resource does not exist", status=404, code_first=True)
        if found[0].get("IsDeleted") and not self.is_trainer:
            raise Refusal("ENTITY_IS_DELETED", "entity is deleted", status=404, fields=[])
        return found[0]

    def _set(self, sobject: SObject, record_id: str, values: Values) -> None:
        sets = ", ".join(f"{quoting.name(name)} = ?" for name in values)
        statement = f'UPDATE {quoting.name(sobject.name)} SET {sets} WHERE "Id" = ?'
        self.cursor.execute(statement, [*values.values(), record_id])

    def _stamps(self, sobject: SObject, *, created: bool) -> dict[str, Any]:
        moment = now()
        stamps = {"LastModifiedDate": moment, "LastModifiedById": self.user_id, "SystemModstamp": moment}
        if created:
            stamps |= {"CreatedDate": moment, "CreatedById": self.user_id}
        return {name: value for name, value in stamps.items() if sobject.has(name)}

    def _derive(self, sobject: SObject, values: dict[str, Any], found: Values | None = None) -> None:
        """Values that follow from others: a person's full name, whether a task is closed."""
        whole = {**(found or {}), **values}
        if sobject.name in PERSONS and {"FirstName", "LastName"} & set(values):
            values["Name"] = " ".join(filter(None, (whole.get("FirstName"), whole.get("LastName"))))
        if sobject.name == "Task" and "Status" in values:
            values["IsClosed"] = values["Status"] == "Completed"


def now() -> datetime.datetime:
    """The org's clock: UTC, whole seconds."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0)


def _defaults(sobject: SObject) -> dict[str, Any]:
    return {field.name: field.default for field in sobject.fields if field.default and field.values}

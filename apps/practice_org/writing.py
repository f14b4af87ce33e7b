"""Changes to records: checked field by field, stamped with the time, and visible to every reader at once."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.practice_org import clock, ids, incoming, linking, quoting, rules, undoing, uniqueness
from apps.practice_org.access import writing as access
from apps.practice_org.linking import Links
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.rules.checking import Checks, Manner
from apps.practice_org.rules.meeting import Meeting
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.storage import Connection, fetch_dicts
from apps.practice_org.undoing import Journal

Values = Mapping[str, Any]
PERSONS = frozenset({"Lead", "Contact", "User"})


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for one user inside one transaction; a write that is refused leaves nothing behind.

    A trainer, who has no `checks` and no `links`, may write what the API refuses.
    """

    live: LiveOrg
    cursor: Connection
    user_id: str
    journal: Journal
    checks: Checks | None = None
    links: Links | None = None
    manner: Manner = field(default_factory=Manner)
    seen: dict[tuple[str, str], dict[str, Any] | None] = field(default_factory=dict)

    @property
    def is_trainer(self) -> bool:
        return self.checks is None

    def create(self, sobject: SObject, given: Values) -> str:
        self._require_right(sobject, "createable", "inserted")
        if sobject.name in access.OBJECTS:
            return access.create(self.live, self.user_id, sobject.name, given)
        if not self.is_trainer and any(name.lower() == "id" for name in given):
            words = "cannot specify Id in an insert call"
            raise Refusal("INVALID_FIELD_FOR_INSERT_UPDATE", words, fields=["Id"])
        given = self._resolved(sobject, given)
        values = incoming.checked(sobject, given, creating=True, is_trainer=self.is_trainer)
        incoming.require(sobject, values, creating=True)
        record_id = ids.make(sobject.facts.prefix, self.live.org.pod, 62**6 + secrets.randbelow(62**6))
        owner = {"OwnerId": self.user_id} if sobject.has("OwnerId") else {}
        values = {**_defaults(sobject), **owner, **values, **self._stamps(sobject, created=True), "Id": record_id}
        _derive(sobject, values)
        self._require_links(sobject, record_id, values)
        with self._whole():
            undoing.insert(self.cursor, sobject.name, values)
            self.journal.note(sobject.name, record_id, None)
            self.seen.pop((sobject.name, record_id), None)
            self._follow_rules(sobject, record_id, values, given)
        return record_id

    def update(self, sobject: SObject, record_id: str, given: Values) -> None:
        self._require_right(sobject, "updateable", "updated")
        if sobject.name in access.OBJECTS:
            access.update(self.live, self.user_id, sobject.name, record_id, given)
            return
        found = self.existing(sobject, record_id)
        self._require_sight(sobject, record_id, sobject.sight.changes("t"))
        given = self._resolved(sobject, given)
        values = incoming.checked(sobject, given, creating=False, is_trainer=self.is_trainer)
        incoming.require(sobject, values, creating=False)
        if found.get("IsConverted") and not self.is_trainer:
            raise linking.converted_lead()
        values = {**values, **self._stamps(sobject, created=False)}
        _derive(sobject, values, found)
        self._require_free(record_id)
        self._require_links(sobject, record_id, values)
        with self._whole():
            self._set(sobject, found, values)
            self._follow_rules(sobject, record_id, {**found, **values}, given)

    def update_all(self, sobject: SObject, record_ids: list[str], given: Values) -> None:
        """The same values in many records, in one statement; a trainer may write the stamps too."""
        values = incoming.checked(sobject, given, creating=False, is_trainer=self.is_trainer)
        values = {**self._stamps(sobject, created=False), **values}
        _derive(sobject, values)
        sets = ", ".join(f"{quoting.name(name)} = ?" for name in values)
        statement = f'UPDATE {quoting.name(sobject.name)} SET {sets} WHERE "Id" IN (SELECT unnest(?))'
        self.cursor.execute(statement, [*values.values(), record_ids])

    def delete(self, sobject: SObject, record_id: str, *, master: str | None = None, is_hard: bool = False) -> None:
        """A hard delete leaves no row; others stay for queryAll until the bin is emptied."""
        self._require_right(sobject, "deletable", "deleted")
        if sobject.name in access.OBJECTS:
            access.delete(self.live, self.user_id, sobject.name, record_id)
            return
        found = self.existing(sobject, record_id)
        self._require_sight(sobject, record_id, sobject.sight.deletes("t"))
        self._require_free(record_id)
        if is_hard or not sobject.has("IsDeleted"):
            self.cursor.execute(f'DELETE FROM {quoting.name(sobject.name)} WHERE "Id" = ?', [record_id])
            self.journal.note(sobject.name, record_id, found)
            self.seen[sobject.name, record_id] = None
            return
        gone: dict[str, Any] = {"IsDeleted": True, "SystemModstamp": clock.now()}
        if master is not None and sobject.has("MasterRecordId"):
            gone["MasterRecordId"] = master
        self._set(sobject, found, gone)

    def undelete(self, sobject: SObject, record_id: str) -> None:
        """A record that comes back stands for itself again, also when it was merged into another."""
        alone = {"MasterRecordId": None} if sobject.has("MasterRecordId") else {}
        back = {"IsDeleted": False, "SystemModstamp": clock.now(), **alone}
        self._set(sobject, self.existing(sobject, record_id), back)

    def existing(self, sobject: SObject, record_id: str) -> dict[str, Any]:
        """The record, or ENTITY_IS_DELETED or NOT_FOUND."""
        if (sobject.name, record_id) not in self.seen:
            self.look_up(sobject, [record_id])
        found = self.seen[sobject.name, record_id]
        if found is None:
            raise not_found()
        if found.get("IsDeleted") and not self.is_trainer:
            raise Refusal("ENTITY_IS_DELETED", "entity is deleted", status=404, fields=[])
        return found

    def look_up(self, sobject: SObject, record_ids: Iterable[str]) -> None:
        """Reads records that are about to be written: together they cost little more than one of them."""
        wanted = list(record_ids)
        statement = f'SELECT * FROM {quoting.name(sobject.name)} WHERE "Id" IN (SELECT unnest(?))'
        found = {row["Id"]: row for row in fetch_dicts(self.cursor, statement, [wanted])}
        self.seen.update({(sobject.name, key): found.get(key) for key in wanted})

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        """A record stands as it was before when a rule refuses it after it was written."""
        mark = self.journal.mark()
        try:
            yield
        except Refusal:
            self.undo(mark)
            raise

    def undo(self, mark: int) -> None:
        """Takes back every write since the mark of the journal."""
        self.journal.undo(mark)
        self.seen.clear()

    def _require_right(self, sobject: SObject, mark: str, verb: str) -> None:
        if mark not in sobject.facts.marks and not self.is_trainer:
            words = f"entity type cannot be {verb}: {sobject.facts.label}"
            raise Refusal("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", words, fields=[])

    def _require_sight(self, sobject: SObject, record_id: str, condition: str) -> None:
        """Not to be found is one refusal, to be found but not to be changed another."""
        if self.is_trainer:
            return
        if not linking.may(self.cursor, sobject, record_id, sobject.sight.finds("t")):
            words = "insufficient access rights on cross-reference id"
            raise Refusal("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", words, fields=[])
        if not linking.may(self.cursor, sobject, record_id, condition):
            raise Refusal("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", fields=[])

    def _resolved(self, sobject: SObject, given: Values) -> Values:
        return given if self.links is None else self.links.resolved(sobject, given)

    def _require_free(self, record_id: str) -> None:
        if self.checks is not None:
            self.checks.require_free([record_id])

    def _require_links(self, sobject: SObject, record_id: str, values: Values) -> None:
        if self.checks is not None and self.links is not None:
            self.checks.require_free(self.links.check(sobject, values))
            uniqueness.check(self.cursor, sobject, record_id, values)

    def _follow_rules(self, sobject: SObject, record_id: str, values: Values, given: Values) -> None:
        if self.checks is None:
            return
        self.checks.require_valid(sobject, record_id)
        self.checks.require_no_duplicate(sobject, record_id, values, given, self.manner)
        owner = self.checks.owner(sobject, record_id, self.manner)
        if owner is not None and owner != values.get("OwnerId"):
            statement = f'UPDATE {quoting.name(sobject.name)} SET "OwnerId" = ? WHERE "Id" = ?'
            self.cursor.execute(statement, [owner, record_id])
            self.seen.pop((sobject.name, record_id), None)

    def _set(self, sobject: SObject, found: Values, values: Values) -> None:
        sets = ", ".join(f"{quoting.name(name)} = ?" for name in values)
        statement = f'UPDATE {quoting.name(sobject.name)} SET {sets} WHERE "Id" = ?'
        self.cursor.execute(statement, [*values.values(), found["Id"]])
        self.journal.note(sobject.name, found["Id"], found)
        self.seen[sobject.name, found["Id"]] = {**found, **values}

    def _stamps(self, sobject: SObject, *, created: bool) -> dict[str, Any]:
        moment = clock.now()
        stamps = {"LastModifiedDate": moment, "LastModifiedById": self.user_id, "SystemModstamp": moment}
        if created:
            stamps |= {"CreatedDate": moment, "CreatedById": self.user_id}
        return {name: value for name, value in stamps.items() if sobject.has(name)}


def as_trainer(live: LiveOrg, cursor: Connection) -> Writer:
    return Writer(live, cursor, live.org.admin.id, Journal(cursor))


def as_user(
    live: LiveOrg, view: View, cursor: Connection, user_id: str, manner: Manner, version: str = "60.0"
) -> Writer:
    """For a caller of the API, within everything that the org has laid down."""
    checks = Checks(live, cursor, rules.of(live), Meeting(live.everything, cursor), version)
    return Writer(live, cursor, user_id, Journal(cursor), checks, Links(cursor, live.everything, view), manner)


def _derive(sobject: SObject, values: dict[str, Any], found: Values | None = None) -> None:
    """Values that follow from others: a person's full name, whether a task is closed, whom a membership is of."""
    whole = {**(found or {}), **values}
    if sobject.name in PERSONS and {"FirstName", "LastName"} & set(values):
        values["Name"] = " ".join(filter(None, (whole.get("FirstName"), whole.get("LastName"))))
    if sobject.name == "Task" and "Status" in values:
        values["IsClosed"] = values["Status"] == "Completed"
    if sobject.name == "CampaignMember" and found is None:
        values["Status"] = values.get("Status") or "Sent"
        values["Type"] = "Lead" if values.get("LeadId") else "Contact"
        values["LeadOrContactId"] = values.get("LeadId") or values.get("ContactId")


def _defaults(sobject: SObject) -> dict[str, Any]:
    return {one.name: one.default for one in sobject.fields if one.default and one.values}

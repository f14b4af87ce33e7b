"""Why a record isn't here: asked in order of Salesforce, of people's choices, and of what was read so far."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import quote

from psycopg import sql

from apps.connections import clients
from apps.marketing import database
from apps.marketing.database import Connection
from apps.salesforce.client import Client
from apps.salesforce.composite import Answer as Reply
from apps.salesforce.composite import Part
from apps.sync import checkpoints, cursors, plan, row_errors, schema, standing
from apps.sync.plan import Plan
from apps.sync.row_errors import RowError
from apps.tenants.models import Instance
from apps.tenants.sql import read

ID = re.compile(r"^[a-zA-Z0-9]{15}(?:[A-Z0-5]{3})?$")
LONG_AGO = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
OVERLAP = datetime.timedelta(minutes=5)  # what the next cycle looks at a second time
CASE_SENSITIVE = 15  # letters of an Id; the three after them are a checksum, which refuses a typing error
MOST = 10  # records of one e-mail address and object
WANTED = {"Id", "SystemModstamp", "IsDeleted", "MasterRecordId", "ConvertedContactId"}
BY_EMAIL = ("Lead", "Contact")
# the first three letters of an Id: Salesforce's key prefixes of the twelve objects
PREFIXES = {
    "001": "Account",
    "003": "Contact",
    "005": "User",
    "006": "Opportunity",
    "00K": "OpportunityContactRole",
    "00Q": "Lead",
    "00T": "Task",
    "00U": "Event",
    "00v": "CampaignMember",
    "012": "RecordType",
    "01Y": "CampaignMemberStatus",
    "701": "Campaign",
}
# which check settled it; `here` none of them did, `puzzling`: nothing speaks against it
Verdict = Literal[
    "not_synced", "hidden", "not_shown", "filtered", "initial", "not_reached", "refused", "values", "merged", "deleted",
    "converted", "here", "puzzling",
]  # fmt: skip
Check = Literal["exists", "visible", "filter", "reached", "error", "gone"]
CHECKS: tuple[Check, ...] = ("exists", "visible", "filter", "reached", "error", "gone")
FAILS: dict[Verdict, Check] = {
    "not_synced": "visible",
    "hidden": "visible",
    "not_shown": "visible",
    "filtered": "filter",
    "initial": "reached",
    "not_reached": "reached",
    "refused": "error",
    "values": "error",
    "merged": "gone",
    "deleted": "gone",
    "converted": "gone",
}


@dataclass(frozen=True)
class Finding:
    """One record. ``other`` is the record that it was merged or converted into; ``until``, when we looked last."""

    verdict: Verdict
    object: str = ""
    record_id: str = ""
    is_here: bool = False
    changed_at: datetime.datetime | None = None
    until: datetime.datetime | None = None
    other: str = ""
    errors: tuple[RowError, ...] = ()

    @property
    def checks(self) -> list[tuple[Check, bool | None]]:
        """Each check in order: passed, failed, or no longer asked."""
        failed = FAILS.get(self.verdict)
        place = CHECKS.index(failed) if failed else len(CHECKS)
        first = None if self.verdict == "not_shown" else True
        told = [(name, True if at < place else False if at == place else None) for at, name in enumerate(CHECKS)]
        return [("exists", first), *told[1:]]


@dataclass(frozen=True)
class Answer:
    findings: list[Finding]
    calls: int


@dataclass(frozen=True)
class Shown:
    """What Salesforce shows the sync user of an object's records, by their Ids."""

    plan: Plan
    records: dict[str, dict[str, Any]]
    kept: set[str] = field(default_factory=set)  # those that the filter lets through


def ask(instance: Instance, question: str) -> Answer:
    """``question``: an Id of 15 or 18 letters, or an e-mail address. Costs one call; raises what Salesforce raises."""
    names = BY_EMAIL if "@" in question else [PREFIXES.get(question[:3], "")]
    if names == [""]:
        return Answer([Finding("not_synced", record_id=question)], 0)
    plans = {each.name: each for each in plan.all_of(instance)}
    seen = [plans[name] for name in names if name in plans]
    if not seen:
        return Answer([Finding("hidden", names[0], question)], 0)
    client = clients.open(instance)
    shown = _shown(client, seen, question)
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        findings = [finding for each in shown for finding in _findings(instance, connection, each)]
    return Answer(findings or [Finding("not_shown", "" if "@" in question else names[0], question)], client.calls)


def _shown(client: Client, plans: Sequence[Plan], question: str) -> list[Shown]:
    """Twice each: with and without the object's filter."""
    name = "Email" if "@" in question else "Id"
    literal = (question if name == "Email" else question[:CASE_SENSITIVE]).replace("\\", "\\\\").replace("'", "\\'")
    where = f"{name} = '{literal}'"
    wheres = [(each, condition) for each in plans for condition in _conditions(each, where)]
    replies = client.composite(Part(f"queryAll?q={quote(_question(each, condition))}") for each, condition in wheres)
    found: dict[str, Shown] = {}
    for (each, condition), reply in zip(wheres, replies, strict=True):
        records = _records(reply)
        if condition == where:
            found[each.name] = Shown(each, records, set(records))
        else:
            found[each.name] = Shown(each, found[each.name].records, set(records))
    return list(found.values())


def _conditions(each: Plan, where: str) -> Iterable[str]:
    return (where, f"{where} AND ({each.condition})") if each.condition else (where,)


def _question(each: Plan, where: str) -> str:
    pairs = tuple(pair for pair in each.pairs if pair.source in WANTED)
    return f"{replace(each, pairs=pairs).soql(where)} LIMIT {MOST}"


def _records(reply: Reply) -> dict[str, dict[str, Any]]:
    if reply.error:
        raise reply.error
    return {record["Id"]: record for record in reply.body["records"]}


def _findings(instance: Instance, connection: Connection, shown: Shown) -> Iterable[Finding]:
    ids = list(shown.records)
    here = _here(connection, shown.plan, ids)
    errors = row_errors.of_records(connection, shown.plan.name, ids)
    until, is_initial = _looked_until(instance, connection, shown.plan.name)
    for record_id, record in shown.records.items():
        own = tuple(error for error in errors if error.record_id == record_id)
        changed_at = datetime.datetime.fromisoformat(record["SystemModstamp"])
        is_new = (here.get(record_id) or LONG_AGO) < changed_at
        rules: tuple[tuple[Verdict, bool], ...] = (
            ("merged", bool(record.get("MasterRecordId"))),
            ("deleted", bool(record.get("IsDeleted"))),
            ("filtered", record_id not in shown.kept),
            ("refused", record_id not in here and any(error.is_refused for error in own)),
            ("initial", is_new and is_initial),
            ("not_reached", is_new and (record_id in here or until is None or changed_at > until - OVERLAP)),
            ("puzzling", is_new),
            ("values", bool(own)),
            ("converted", bool(record.get("ConvertedContactId"))),
            ("here", True),
        )
        verdict = next(verdict for verdict, holds in rules if holds)
        other = record.get("MasterRecordId") or record.get("ConvertedContactId") or ""
        yield Finding(verdict, shown.plan.name, record_id, record_id in here, changed_at, until, other, own)


def _here(connection: Connection, each: Plan, ids: list[str]) -> dict[str, datetime.datetime | None]:
    """Records of the marketing database with their SystemModstamp."""
    statement = sql.SQL(read("sync", "here")).format(table=each.table)
    return dict(connection.execute(statement, {"ids": ids}).fetchall())


def _looked_until(
    instance: Instance, connection: Connection, object_name: str
) -> tuple[datetime.datetime | None, bool]:
    """Until when all changes of an object are known, and whether its initial sync is still to come or under way."""
    initial = checkpoints.of(connection, "initial").get(object_name)
    cursor = cursors.kept(standing.of(instance)).get(object_name)
    known = [each for each in (initial and initial.ceiling, cursor and cursor.updated) if each]
    return max(known, default=None), initial is None or not initial.is_done

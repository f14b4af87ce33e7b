"""*Sync person to Salesforce*: a person of marketing alone becomes a Lead, at once, because somebody asked for it.

A create has no key that Salesforce would keep us from using twice. So the wish is marked before the call; after a crash
the lead is looked for by who made it, when, and what it says, and only made when it is not there.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.rows import dict_row

from apps.connections import clients
from apps.connections.models import Connection as OrgConnection
from apps.mapping.models import CatalogueField
from apps.marketing import database
from apps.marketing.database import Connection
from apps.salesforce import collections
from apps.salesforce.client import Client
from apps.salesforce.collections import Taken
from apps.sync import events, loader, outbox, plan, schema, standing
from apps.sync.errors import PushUnderWay
from apps.sync.plan import Plan
from apps.tenants.models import Instance
from apps.tenants.sql import read
from apps.timeline import history

LEAD = "Lead"
PATIENCE = datetime.timedelta(minutes=2)  # a call that is out longer is not answered any more
CLOCKS_DIFFER = datetime.timedelta(minutes=5)
ASKED_FOR = ("LastName", "Company", "Email", "FirstName")
LOST = Taken(code="INTERRUPTED", message="")


@dataclass(frozen=True)
class Options:
    """``last_name`` and ``company`` fill what is empty. ``owner_id``: a user or a queue."""

    last_name: str = ""
    company: str = ""
    owner_id: str = ""
    uses_rules: bool = False
    may_be_double: bool = False


def push(instance: Instance, sfdc_id: str, options: Options, *, by: Any) -> Taken | None:
    """What Salesforce said; None where there is no such person here alone. Raises PushUnderWay, and outages.

    After an outage the wish stays marked, so that nobody makes the lead twice.
    """
    client, leads = clients.open(instance), plan.of(instance, LEAD)
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        person = _person(connection, sfdc_id)
        if person is None:
            return None
        record = {**_values(instance, leads, person), **_filled(leads, person, options)}
        taken = _claim(instance, connection, client, sfdc_id, record, by)
        standing.wake(instance)  # if no answer comes, a cycle looks for the lead
        taken = taken or _create(client, record, options)
        _end(connection, client, leads, sfdc_id, taken)
    if taken.is_ok:
        history.record(instance, events.PUSHED, actor=by, lead=taken.id)
    return taken


def became(instance: Instance, sfdc_id: str) -> str | None:
    """The lead that somebody who was only here has become; None for anybody else."""
    with database.connect(instance) as connection:
        if connection.execute("SELECT to_regclass('person_push')").fetchone() == (None,):
            return None
        statement = "SELECT lead_id FROM person_push WHERE sfdc_id = %s AND state = 'done'"
        row = connection.execute(statement, [sfdc_id]).fetchone()
    return row[0] if row else None


def owners(instance: Instance) -> list[tuple[str, str]]:
    """Ids and names of the users who may get a lead."""
    with database.connect(instance) as connection:
        rows = connection.execute(read("sync", "lead_owners").encode())
        return [(sfdc_id, name) for sfdc_id, name in rows]


def settle(instance: Instance, connection: Connection, client: Client, leads: Plan) -> None:
    """Wishes whose worker died: found in Salesforce or given back; a cycle makes no lead."""
    lost = connection.execute(
        "SELECT sfdc_id, asked_at FROM person_push WHERE state = 'sending' AND asked_at < now() - %s", [PATIENCE]
    ).fetchall()
    for sfdc_id, asked_at in lost:
        person = _person(connection, sfdc_id)
        record = _values(instance, leads, person) if person else {}
        found = _look(instance, connection, client, record, asked_at) if person else None
        _end(connection, client, leads, sfdc_id, found or LOST)


def _person(connection: Connection, sfdc_id: str) -> dict[str, Any] | None:
    statement = "SELECT to_jsonb(p) AS person FROM person_marketing AS p WHERE sfdc_id = %s"
    row = connection.execute(statement, [sfdc_id]).fetchone()
    return row[0] if row else None


def _values(instance: Instance, leads: Plan, person: dict[str, Any]) -> dict[str, Any]:
    fields = CatalogueField.objects.of(instance).filter(object__name=LEAD, is_createable=True, is_visible=True)
    writable = set(fields.values_list("name", flat=True)) - {"OwnerId"}
    said = {pair.source: person.get(pair.column) for pair in leads.pairs if pair.source in writable}
    return {source: value for source, value in said.items() if value is not None}


def _filled(leads: Plan, person: dict[str, Any], options: Options) -> dict[str, Any]:
    """What Salesforce demands and the person lacks, and the owner that was chosen."""
    columns = {pair.source: pair.column for pair in leads.pairs}
    wanted = {"LastName": options.last_name, "Company": options.company}
    missing = {source: text for source, text in wanted.items() if text and not person.get(columns.get(source, ""))}
    return {**missing, **({"OwnerId": options.owner_id} if options.owner_id else {})}


def _claim(
    instance: Instance,
    connection: Connection,
    client: Client,
    sfdc_id: str,
    record: dict[str, Any],
    by: Any,
) -> Taken | None:
    """Marks the wish, and commits. The lead that an earlier try has made after all, if there is one."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(outbox.TAKE_TURNS)
        before = cursor.execute("SELECT * FROM person_push WHERE sfdc_id = %s", [sfdc_id]).fetchone()
    now = datetime.datetime.now(datetime.UTC)
    if before and before["state"] == "sending":
        if before["asked_at"] > now - PATIENCE:
            raise PushUnderWay
        found = _look(instance, connection, client, record, before["asked_at"])
        if found:
            return found
    asked = {"sfdc_id": sfdc_id, "asked_at": now, "by_name": str(by), "by_id": by.pk}
    connection.execute(read("sync", "mark_push").encode(), asked)
    connection.commit()
    return None


def _create(client: Client, record: dict[str, Any], options: Options) -> Taken:
    assignment = "TRUE" if options.uses_rules else collections.NEVER
    return collections.create(client, LEAD, record, assignment=assignment, may_be_double=options.may_be_double)


def _look(
    instance: Instance, connection: Connection, client: Client, record: dict[str, Any], asked_at: datetime.datetime
) -> Taken | None:
    """The youngest lead that we made since, that says the same, and that nobody here has become yet."""
    known = {lead for (lead,) in connection.execute("SELECT lead_id FROM person_push WHERE lead_id IS NOT NULL")}
    since = (asked_at - CLOCKS_DIFFER).astimezone(datetime.UTC)
    conditions = [f"CreatedDate >= {since:%Y-%m-%dT%H:%M:%SZ}"]
    maker = OrgConnection.objects.of(instance).values_list("sync_user_id", flat=True).first()
    conditions += [f"CreatedById = '{maker}'"] if maker else []
    conditions += [f"{source} = {_quoted(record[source])}" for source in ASKED_FOR if record.get(source)]
    soql = f"SELECT Id FROM {LEAD} WHERE {' AND '.join(conditions)} ORDER BY CreatedDate DESC"  # noqa: S608  SOQL, quoted
    found = [row["Id"] for row in client.query(soql)["records"] if row["Id"] not in known]
    return Taken(id=found[0]) if found else None


def _quoted(value: Any) -> str:
    plain = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{plain}'"


def _end(connection: Connection, client: Client, leads: Plan, sfdc_id: str, taken: Taken) -> None:
    """The person becomes the lead: the same row, with Salesforce's values in it."""
    found: Sequence[Any] = []
    near = leads.own
    if taken.is_ok:
        found = [each for each in collections.retrieve(client, LEAD, [taken.id], near.sources) if each]
    asked = {"sfdc_id": sfdc_id, "lead_id": taken.id or None, "code": taken.code or None, "reason": taken.message}
    with connection.transaction():
        connection.execute(outbox.TAKE_TURNS)
        connection.execute(read("sync", "end_push").encode(), asked)
        if taken.is_ok:
            for statement in ("clear_lead", "become_lead", "take_history"):
                connection.execute(read("sync", statement).encode(), asked)
            loader.from_rest(connection, near, list(found))

"""People in the marketing database: found by name, e-mail, company or id, and one of them with all that belongs.

A converted lead is no person of its own: its record stays, and its person is its contact's, as soon as that is here.
Nor is a record that joined another by its e-mail address (`twins`): its person is that one's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql
from psycopg.rows import dict_row

from apps.marketing import columns, database, schema
from apps.marketing.database import Connection
from apps.tenants.models import Instance
from apps.tenants.sql import read

PAGE = 50
SALESFORCE_ID = re.compile(r"^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$")
# shown where they exist: which of them do is the customer's own choice of fields
SHOWN = ("email_address", "job_title", "company_name", "status", "phone_number")
WHOLE_ID = 18
PARTS = {
    "": sql.SQL("true"),
    "lead": sql.SQL("p.sfdc_type = 'Lead'"),
    "contact": sql.SQL("p.sfdc_type = 'Contact'"),
    "deleted": sql.SQL("p.is_deleted"),
    "review": sql.SQL("EXISTS (SELECT FROM person_twin r WHERE r.sfdc_id = p.sfdc_id AND r.joined_to IS NULL)"),
}
# those who a lead became by its conversion, and those whom a record joined
BECAME = (
    "SELECT coalesce(t.joined_to, l.converted_contact_id) FROM person_lead l"
    " LEFT JOIN person_twin t ON t.sfdc_id = l.converted_contact_id WHERE l.converted_contact_id IS NOT NULL AND {0}"
    " UNION ALL SELECT t.joined_to FROM person_twin t JOIN person l USING (sfdc_id)"
    " WHERE t.joined_to IS NOT NULL AND {0}"
)

Record = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """``after`` asks for the next page; None on the last one."""

    people: list[Record]
    after: str | None


@dataclass(frozen=True)
class Person:
    """``leads``: what a contact was before it was converted; ``twins``: records with the same e-mail address."""

    record: Record
    leads: list[Record]
    twins: list[Record]
    owner: Record | None
    company: Record | None
    opportunities: list[Record]
    campaigns: list[Record]
    activities: list[Record]


def search(instance: Instance, words: str = "", *, show: str = "", after: str = "", size: int = PAGE) -> Page:
    """By key, so that page 1,000 costs as much as page 1. ``show`` is a key of PARTS.

    Nobody where the database is not made yet.
    """
    with database.connect(instance) as connection:
        found = _columns(connection, instance)
        if not found:
            return Page([], None)
        people, company = columns.names_of(found, "person"), columns.names_of(found, "company")
        statement = _listing(words.strip(), show, people, company)
        asked = {**_asked(words.strip()), "after": after, "size": size + 1}
        with connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(statement, asked).fetchall()
    more = len(rows) > size
    return Page(rows[:size], rows[size - 1]["sfdc_id"] if more else None)


def one(instance: Instance, sfdc_id: str) -> Person | None:
    """A person with company, opportunities by their roles, campaigns and activities; a converted lead's join in.

    By a converted lead's id it is the contact's person.
    """
    with database.connect(instance) as connection:
        if not _columns(connection, instance):
            return None
        record = next(iter(_rows(connection, "person", {"id": sfdc_id})), None)
        if record is None:
            return None
        twins = _rows(connection, "person_twins", {"id": record["sfdc_id"]})
        joined = [twin["sfdc_id"] for twin in twins]
        leads = _rows(connection, "person_leads", {"ids": [record["sfdc_id"], *joined]})
        others = [record["converted_contact_id"], *joined, *(lead["sfdc_id"] for lead in leads)]
        asked = {"ids": [record["sfdc_id"], *filter(None, others)], "size": PAGE}
        company = {"id": record["sfdc_account_id"] or record["converted_account_id"]}
        return Person(
            record=record,
            leads=leads,
            twins=twins,
            owner=next(iter(_rows(connection, "sales_user", {"id": record["owner_id"]})), None),
            company=next(iter(_rows(connection, "company", company)), None),
            opportunities=_rows(connection, "person_opportunities", asked),
            campaigns=_rows(connection, "person_campaigns", asked),
            activities=_rows(connection, "person_activities", asked),
        )


def ids_of_email(connection: Connection, instance: Instance, address: str) -> list[str]:
    """The people with this e-mail address, whatever its case; none while no such field was created."""
    if "email_address" not in columns.names_of(columns.present(connection, instance), "person"):
        return []
    rows = connection.execute(read("marketing", "ids_of_email").encode(), {"address": address}).fetchall()
    return [sfdc_id for (sfdc_id,) in rows]


def names(instance: Instance, ids: Sequence[str]) -> dict[str, str]:
    """By id; without those who are not here or have no name."""
    with database.connect(instance) as connection:
        if not ids or not _columns(connection, instance):
            return {}
        return {each["sfdc_id"]: each["name"] for each in _rows(connection, "person_names", {"ids": list(ids)})}


def tally(instance: Instance) -> dict[str, int]:
    """How many to ``show``: ``{"all", "lead", "contact", "deleted", "review"}``; empty before there are tables."""
    with database.connect(instance) as connection:
        if not _columns(connection, instance):
            return {}
        return dict(_rows(connection, "person_tally", {})[0])


def _columns(connection: Connection, instance: Instance) -> columns.Columns:
    """Nothing before there is a database; one that an older release made gets what it lacks."""
    found = columns.present(connection, instance)
    if found:
        schema.ensure(connection, instance)
    return found


def _rows(connection: Connection, statement: str, asked: dict[str, Any]) -> list[Record]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(read("marketing", statement).encode(), asked).fetchall()


def _asked(words: str) -> dict[str, Any]:
    plain = words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return {"id": words, "pattern": f"%{plain}%", "start": f"{plain.lower()}%"}


def _listing(words: str, show: str, people: set[str], company: set[str]) -> sql.Composed:
    """A lead names its company itself, a contact belongs to one."""
    fields, of_lead = _shown("p", people), _shown("l", people)
    if "company_name" in company:
        fields["company_name"] = sql.SQL("coalesce(c.company_name, {})").format(fields["company_name"])
    shown = sql.SQL(", ").join(sql.SQL("{} AS {}").format(what, sql.Identifier(name)) for name, what in fields.items())
    matches = _matches(words, fields, of_lead)
    return sql.SQL(read("marketing", "people")).format(shown=shown, matches=matches, part=PARTS[show])


def _shown(table: str, present: set[str]) -> dict[str, sql.Composable]:
    nothing = sql.SQL("NULL::text")
    return {each: sql.Identifier(table, each) if each in present else nothing for each in SHOWN}


def _matches(words: str, fields: dict[str, sql.Composable], of_lead: dict[str, sql.Composable]) -> sql.Composable:
    """What somebody is called in another of his records finds him too."""
    if not words:
        return sql.SQL("true")
    if SALESFORCE_ID.match(words) and len(words) == WHOLE_ID:
        return sql.SQL("p.sfdc_id = ANY(ARRAY(SELECT %(id)s UNION ALL {}))").format(
            sql.SQL(BECAME).format(sql.SQL("l.sfdc_id = %(id)s"))
        )
    was = sql.SQL(BECAME).format(_fits(words, "l", of_lead))
    return sql.SQL("({} OR p.sfdc_id IN ({}))").format(_fits(words, "p", fields), was)


def _fits(words: str, table: str, fields: dict[str, sql.Composable]) -> sql.Composable:
    if SALESFORCE_ID.match(words):
        return sql.SQL("left({}, 15) = %(id)s").format(sql.Identifier(table, "sfdc_id"))
    if "@" in words:
        return sql.SQL("lower({}) LIKE %(start)s").format(fields["email_address"])
    return sql.SQL("({} ILIKE %(pattern)s OR {} ILIKE %(pattern)s OR {} ILIKE %(pattern)s)").format(
        sql.Identifier(table, "name"), fields["email_address"], fields["company_name"]
    )

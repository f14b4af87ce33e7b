"""A lead that was converted is its contact: what was changed here and waits for the lead goes on with the contact.

Salesforce takes no change of a converted lead. The lead has Salesforce's values again; of two values of the contact the
winner is that of contacts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg.rows import class_row

from apps.marketing.database import Connection
from apps.sync import outbox
from apps.sync.outbox import Reason, Wanted
from apps.sync.outbox_rules import Rules
from apps.tenants.sql import read

LEAD, CONTACT = "Lead", "Contact"


@dataclass(frozen=True)
class Followed:
    """``base`` is what Salesforce has for the lead."""

    sfdc_id: str
    contact_id: str
    column: str
    base: Any
    new: Any
    goes_on: bool
    is_sticky: bool
    way: str
    by_name: str
    by_id: int | None

    @property
    def reason(self) -> Reason:
        return Reason(self.way, self.by_name, self.by_id, is_sticky=self.is_sticky)


def follow(connection: Connection, rules: Mapping[str, Rules]) -> None:
    """Within a transaction, after the cycle's changes were read: both records are here then."""
    if LEAD not in rules or CONTACT not in rules or not rules[CONTACT].sendable:
        return
    connection.execute(outbox.TAKE_TURNS)
    asked = {"marketing_wins": rules[CONTACT].marketing_wins, "columns": rules[CONTACT].columns}
    with connection.cursor(row_factory=class_row(Followed)) as cursor:
        followed = cursor.execute(read("sync", "follow").encode(), asked).fetchall()
    _write(connection, followed)
    for (contact_id, reason), values in _by_contact(followed).items():
        outbox.change(connection, [Wanted(contact_id, values)], rules, reason)
    if followed:
        outbox.tell_errors(connection, LEAD)


def _write(connection: Connection, followed: list[Followed]) -> None:
    """What Salesforce has, each lead once."""
    values: dict[str, dict[str, Any]] = {}
    for each in followed:
        values.setdefault(each.sfdc_id, {})[each.column] = each.base
    outbox.write(connection, [Wanted(sfdc_id, bases) for sfdc_id, bases in values.items()])


def _by_contact(followed: list[Followed]) -> dict[tuple[str, Reason], dict[str, Any]]:
    values: dict[tuple[str, Reason], dict[str, Any]] = {}
    for each in followed:
        if each.goes_on:
            values.setdefault((each.contact_id, each.reason), {})[each.column] = each.new
    return values

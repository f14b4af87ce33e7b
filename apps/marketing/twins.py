"""Records that share an e-mail address count as one person where somebody wanted that; the records stay as they are.

The link is all there is: it is made anew from the addresses each time, so another rule undoes it without a trace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from psycopg import sql

from apps.marketing.database import Connection
from apps.tenants.sql import read

SHARED_MAILBOX = 20  # more records than that with one address are an office's, not a person's
Rule = Literal["both", "contact", "recent", "later"]


@dataclass(frozen=True)
class Addresses:
    """The columns that hold e-mail addresses; None where there is none."""

    lead: str | None
    contact: str | None

    @property
    def here(self) -> str | None:
        return self.contact or self.lead


def renew(connection: Connection, rule: Rule, addresses: Addresses, *, ignores_plus: bool) -> None:
    """In a transaction of its own; with the rule *both* nobody is linked to anybody."""
    with connection.transaction():
        connection.execute("LOCK TABLE person_twin IN SHARE ROW EXCLUSIVE MODE")  # a cycle and a person take turns
        if rule == "both":
            connection.execute("DELETE FROM person_twin")
            return
        statement = sql.SQL(read("marketing", "renew_twins")).format(
            lead=_column(addresses.lead),
            contact=_column(addresses.contact),
            here=_column(addresses.here),
            ignores_plus=sql.Literal(ignores_plus),
            mailbox=sql.Literal(SHARED_MAILBOX),
            joins=sql.Literal(rule != "later"),
            prefers_contact=sql.Literal(rule == "contact"),
        )
        connection.execute(statement)


def _column(name: str | None) -> sql.Composable:
    return sql.Identifier(name) if name else sql.NULL

"""What a group of checks works with: the client, the connection, the needs; and its questions in one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from apps.connections.checks.finding import Finding
from apps.connections.models import Connection
from apps.connections.needs import Needs
from apps.salesforce.client import Client
from apps.salesforce.composite import Answer, Part
from apps.salesforce.errors import Outage

Place = tuple[str, str]


class Asked:
    """Remembers the first outage among the parts of its calls: what it left unanswered is asked again later."""

    def __init__(self, client: Client, connection: Connection, needs: Needs) -> None:
        self.client = client
        self.connection = connection
        self.needs = needs
        self.outage: Outage | None = None

    def call(self, parts: list[Part]) -> list[Answer]:
        answers = self.client.composite(parts)
        for answer in answers:
            if isinstance(answer.error, Outage):
                self.outage = self.outage or answer.error
        return answers


@dataclass(frozen=True)
class Group:
    """Checks that share their calls. ``covers``: code and subject of everything that ``find`` gives an answer to."""

    codes: frozenset[str]
    covers: Callable[[Needs, Connection], list[Place]]
    find: Callable[[Asked], list[Finding]]


def query(soql: str) -> Part:
    return Part(f"query?q={quote(soql)}")


def records(answer: Answer) -> list[dict[str, Any]]:
    return list(answer.body["records"]) if answer.is_ok else []


def first(answer: Answer) -> dict[str, Any]:
    found = records(answer)
    return found[0] if found else {}

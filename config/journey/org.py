"""What the org itself says that it holds, asked past the portal as its own sync user."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from apps.salesforce import soap
from apps.salesforce.client import Client

# old activities are archived, and seen only by a query that also sees the deleted ones
ARCHIVED = frozenset({"Task", "Event"})


def count(url: str, facts: dict[str, Any], names: Iterable[str]) -> dict[str, int]:
    """Records that are not deleted, by object; ``facts`` is the org's entry in the trainers' list."""
    user = facts["sync_user"]
    login = soap.login(url, user["username"], user["password"], user["security_token"], practice_url=url)
    client = Client(login.instance_url, login.access_token, practice_url=url)
    return {name: _count(client, name) for name in names}


def _count(client: Client, name: str) -> int:
    if name in ARCHIVED:
        return client.count(name, "IsDeleted = false", deleted=True)
    return client.count(name)

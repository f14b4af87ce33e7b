"""Up to 200 records in one call: each is taken or refused by itself, and nobody's assignment rules run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apps.salesforce import codes
from apps.salesforce.client import Client
from apps.salesforce.errors import SalesforceError

MOST = 200
MOST_READ = 2000
NEVER = "FALSE"
LONGEST_WORDS = 1000


@dataclass(frozen=True)
class Taken:
    """What became of one record: ``id`` when it was taken, else Salesforce's code, words and the fields they blame."""

    id: str = ""
    code: str = ""
    message: str = ""
    fields: tuple[str, ...] = ()

    @property
    def is_ok(self) -> bool:
        return not self.code

    @property
    def error(self) -> SalesforceError:
        return codes.error(self.code, self.message, 400)


def retrieve(client: Client, object_name: str, ids: Sequence[str], fields: Sequence[str]) -> list[Any]:
    """In the order of the ids; None for a record that is gone, or hidden from the user."""
    body = {"ids": list(ids), "fields": list(fields)}
    answer = client.send("POST", f"composite/sobjects/{object_name}", json=body, repeatable=True)
    return list(answer.json())


def update(client: Client, object_name: str, records: Sequence[dict[str, Any]]) -> list[Taken]:
    """``records`` carry their Id as ``id``. An outage leaves open whether they were taken."""
    return _sent(client, "PATCH", object_name, records, {"Sforce-Auto-Assign": NEVER})


def create(
    client: Client, object_name: str, record: dict[str, Any], *, assignment: str = NEVER, may_be_double: bool = False
) -> Taken:
    """``assignment``: TRUE for the org's active rule, FALSE for none."""
    headers = {"Sforce-Auto-Assign": assignment}
    if may_be_double:
        headers["Sforce-Duplicate-Rule-Header"] = "allowSave=true"
    return _sent(client, "POST", object_name, [record], headers)[0]


def _sent(
    client: Client, method: str, object_name: str, records: Sequence[dict[str, Any]], headers: dict[str, str]
) -> list[Taken]:
    listed = [{"attributes": {"type": object_name}, **each} for each in records]
    body = {"allOrNone": False, "records": listed}
    answer = client.send(method, "composite/sobjects", json=body, headers=headers)
    return [_taken(each) for each in answer.json()]


def _taken(row: dict[str, Any]) -> Taken:
    if row.get("success"):
        return Taken(id=str(row.get("id") or ""))
    first = (row.get("errors") or [{}])[0]
    return Taken(
        code=str(first.get("statusCode") or first.get("errorCode") or "UNKNOWN_EXCEPTION"),
        message=str(first.get("message") or "")[:LONGEST_WORDS],
        fields=tuple(first.get("fields") or ()),
    )

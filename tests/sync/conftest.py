"""An instance with its marketing database, and pages as Salesforce writes them."""

from __future__ import annotations

import datetime
import functools
import time
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from django.utils import timezone

from apps.connections.models import Connection
from apps.mapping.objects import OBJECTS
from apps.mapping.pairs import Pair
from apps.marketing import database
from apps.marketing.types import ColumnType
from apps.salesforce import soap
from apps.salesforce.client import Client
from apps.sync import initial, schema
from apps.sync.models import SyncState
from apps.sync.plan import Plan
from config import ports
from tests import makers, servers

COLUMNS = {
    "NumberOfEmployees": ("number_of_employees", ColumnType.NUMERIC),
    "Company": ("company", ColumnType.TEXT),
    "HasOptedOutOfEmail": ("has_opted_out", ColumnType.BOOLEAN),
    "Birthday__c": ("birthday", ColumnType.DATE),
    "Call_At__c": ("call_at", ColumnType.TIME),
}
STAMP = "2026-01-31T10:00:00.000Z"
LATER = "2026-01-31T11:00:00.000Z"


@pytest.fixture
def instance(db, placement):
    return makers.instance()


@pytest.fixture
def connection(instance):
    with database.connect(instance) as opened:
        schema.ensure(opened, instance)
        for column, type_ in COLUMNS.values():
            opened.execute(f"ALTER TABLE person ADD COLUMN {column} {type_}")
        opened.commit()
        yield opened


@pytest.fixture
def plan():
    lead = OBJECTS["Lead"]
    fixed = [Pair(source, column, lead.kind.type_of(column)) for source, column in lead.fixed]
    return Plan(lead, (*fixed, *(Pair(source, *column) for source, column in COLUMNS.items())))


def lead_id(number):
    return f"00Q{number:012d}AAA"


def record(number, **values):
    return {"Id": lead_id(number), "SystemModstamp": STAMP, "Name": f"Lead {number}", "IsDeleted": "false", **values}


def page(plan, *records, header=True):
    """CSV as Bulk writes it: every value quoted, nothing for null."""
    lines = [plan.sources] if header else []
    lines += [[each.get(source, "") for source in plan.sources] for each in records]
    quoted = [",".join('"' + value.replace('"', '""') + '"' for value in line) for line in lines]
    body = "".join(f"{line}\n" for line in quoted).encode()
    return lambda: iter([body[at : at + 64] for at in range(0, len(body), 64)])


@pytest.fixture(scope="module")
def filled_org(tmp_path_factory):
    """A practice org with 2,700 leads, so that Bulk is worth its calls, and 1,800 contacts, so that it is not.

    Each file has its own: none meets what another one's tests changed.
    """
    url = f"http://127.0.0.1:{ports.free()}"
    folder = tmp_path_factory.mktemp("filled-org")
    running, child = servers.start_practice_org(folder, url=url, callback="http://127.0.0.1/", records=4500, seed=3)
    yield running
    child.stop()


@pytest.fixture
def org(filled_org, settings):
    settings.PRACTICE_ORG_URL = filled_org.url
    return PlayedOrg(filled_org.url, filled_org.org())


@pytest.fixture
def connected(instance, org):
    """The instance, signed in to the org as its sync user."""
    return sign_in(instance, org)


def sign_in(instance, org):
    user = org.facts["sync_user"]
    signed_in = soap.login(org.url, user["username"], user["password"], user["security_token"], practice_url=org.url)
    Connection.objects.create(
        instance=instance,
        environment="practice",
        expected_edition="enterprise",
        login_url=org.url,
        method="password",
        username=user["username"],
        password=user["password"],
        security_token=user["security_token"],
        access_token=signed_in.access_token,
        instance_url=signed_in.instance_url,
    )
    return instance


@dataclass
class PlayedOrg:
    """An org of the practice org process, and what a colleague at its keyboard might do."""

    url: str
    facts: dict[str, Any]

    @functools.cached_property
    def colleague(self) -> Client:
        """Somebody in Salesforce who changes things; the sync user may as well."""
        user = self.facts["sync_user"]
        signed_in = soap.login(
            self.url, user["username"], user["password"], user["security_token"], practice_url=self.url
        )
        return Client(signed_in.instance_url, signed_in.access_token, practice_url=self.url)

    def trainer(self, method: str, verb: str, body: Any = None) -> Any:
        """What a trainer does, past every rule of the API."""
        address = f"{self.url}/practice/orgs/{self.facts['org_id']}/{verb}"
        answer = requests.request(method, address, json=body, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def ids(self, object_name, number):
        soql = f"SELECT Id FROM {object_name} WHERE IsDeleted = false LIMIT {number}"
        return [record["Id"] for record in self.colleague.query(soql)["records"]]

    def change(self, object_name, ids, **values):
        for at in range(0, len(ids), 200):
            records = [{"attributes": {"type": object_name}, "id": each, **values} for each in ids[at : at + 200]]
            replies = self.colleague.send("PATCH", "composite/sobjects", json={"records": records}).json()
            assert all(reply["success"] for reply in replies), replies

    def create(self, object_name, **values):
        return self.colleague.post(f"sobjects/{object_name}", values)["id"]

    def delete(self, object_name, record_id):
        self.colleague.send("DELETE", f"sobjects/{object_name}/{record_id}")

    def undelete(self, object_name, record_id):
        self.trainer("POST", f"records/{object_name}/{record_id}/undelete")

    def merge(self, object_name, master, loser):
        self.trainer("POST", f"records/{object_name}/{master}/merge", {"losers": [loser]})

    def convert(self, lead):
        """The contact that the lead becomes."""
        return self.trainer("POST", f"records/Lead/{lead}/convert")["ContactId"]

    def empty_bin(self):
        self.trainer("POST", "bin/empty")


class Onlooker:
    """A watch that writes down what it is told."""

    def __init__(self):
        self.told = []

    def alive(self):
        pass

    def saved(self, done, total):
        self.told.append((done, total))


def to_the_end(instance, watch=None):
    """Carry on chunk after chunk, as the checklist's worker does."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        turn = initial.carry_on(instance, watch or Onlooker())
        if turn.again_in is None:
            return turn
        time.sleep(min(turn.again_in, 0.2))
    raise AssertionError("the initial sync did not come to its end")


def forget_the_last_minutes(instance):
    """What tests did in the org a moment ago would be read once more, because the lists know minutes only."""
    soon = (timezone.now() + datetime.timedelta(minutes=3)).isoformat()
    state = SyncState.objects.of(instance).get()
    cursors = {name: {"updated": soon, "deleted": soon} for name in state.cursors}
    SyncState.objects.of(instance).update(cursors=cursors)

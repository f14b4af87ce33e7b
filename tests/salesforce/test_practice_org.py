"""The same room against a practice org: whole conversations over real HTTP, with and without trouble."""

from __future__ import annotations

import time

import pytest

from apps.salesforce import bulk, errors, soap
from apps.salesforce.client import Client
from tests.salesforce.trainer import Trainer

LEADS = "SELECT Id, Name, Email, SystemModstamp FROM Lead"


@pytest.fixture(scope="module")
def trainer(practice_org):
    return Trainer(practice_org.url, records=500)


def sign_in(trainer):
    user = trainer.org["sync_user"]
    return soap.login(trainer.url, user["username"], user["password"], user["security_token"], practice_url=trainer.url)


@pytest.fixture
def client(trainer):
    def renew():
        return sign_in(trainer).access_token

    login = sign_in(trainer)
    return Client(login.instance_url, login.access_token, refresh=renew, practice_url=trainer.url)


def finished(client, soql, **options):
    job = bulk.create(client, soql, **options)
    deadline = time.monotonic() + 30
    while not job.is_over:
        assert time.monotonic() < deadline
        job = bulk.look(client, job.id)
    return job


def pages(client, job, size):
    locator = None
    while True:
        with bulk.open_page(client, job.id, locator, size) as page:
            yield b"".join(page.chunks()).splitlines()
            locator = page.next_locator
        if locator is None:
            return


class TestClient:
    def test_tells_who_and_where(self, client, trainer):
        identity = client.identity()

        assert identity["preferred_username"] == trainer.org["sync_user"]["username"]
        assert identity["organization_id"] == trainer.org["org_id"]
        assert client.server_time is not None

    def test_counts_what_it_lists(self, client, trainer):
        listed = [lead["Id"] for lead in client.query_all("SELECT Id FROM Lead")]

        assert len(set(listed)) == len(listed) == client.count("Lead")

    def test_describes_several_objects_in_one_call_and_leaves_out_what_is_not_there(self, client):
        before = client.calls

        described = client.describe_many(["Lead", "Contact", "Nonsense__c"])

        assert list(described) == ["Lead", "Contact"]
        assert client.calls - before == 1

    def test_knows_the_calls_used(self, client):
        client.identity()
        client.count("Lead")

        assert client.usage.used <= client.get("limits")["DailyApiRequests"]["Max"] == client.usage.max

    def test_outlives_its_session(self, client, trainer):
        trainer.do("expire-sessions")

        assert client.count("Lead") > 0

    def test_reads_a_refusal_in_salesforces_words(self, client):
        with pytest.raises(errors.QueryRefused) as caught:
            client.query("SELECT Nonsense FROM Lead")

        assert caught.value.code == "INVALID_FIELD"
        assert "Nonsense" in caught.value.message

    def test_waits_for_a_busy_server(self, client, trainer):
        trainer.do("faults", kind="busy-503", pattern="query", count=1)

        assert client.count("Lead") > 0


class TestBulk:
    def test_brings_every_record_page_by_page(self, client):
        job = finished(client, LEADS)

        read = list(pages(client, job, 100))

        assert job.is_done
        assert sum(len(page) - 1 for page in read) == client.count("Lead") == job.rows
        assert {page[0] for page in read} == {b'"Id","Name","Email","SystemModstamp"'}

    def test_can_read_a_page_twice_from_its_spool(self, client):
        job = finished(client, LEADS)

        with bulk.open_page(client, job.id, spool=True) as page:
            assert b"".join(page.chunks()) == b"".join(page.chunks())

    @pytest.mark.parametrize("kind", ["truncate", "reset"])
    def test_notices_a_page_that_stops_early(self, client, trainer, kind):
        job = finished(client, LEADS)
        trainer.do("faults", kind=kind, pattern="results", count=1, size=2000)

        with pytest.raises(errors.BrokenStream), bulk.open_page(client, job.id) as page:
            list(page.chunks())

        assert sum(len(read) - 1 for read in pages(client, job, 1000)) == job.rows

    def test_refuses_what_bulk_cannot_read(self, client):
        with pytest.raises(errors.ObjectNotSupported):
            bulk.create(client, "SELECT Id, Address FROM Lead")

    def test_forgets_a_job_when_told_to(self, client):
        job = finished(client, LEADS)

        bulk.delete(client, job.id)

        with pytest.raises(errors.Refusal):
            bulk.look(client, job.id)

"""Calculated fields are read again once a night, because nothing else says that they changed."""

from __future__ import annotations

import datetime
import time

import pytest
import time_machine

from apps.connections import clients
from apps.connections.models import Connection
from apps.mapping import catalogue
from apps.mapping.models import Mapping
from apps.marketing import database, fields
from apps.marketing.models import Field
from apps.marketing.receipts import NewField
from apps.marketing.types import ColumnType
from apps.salesforce import bulk
from apps.sync import checkpoints, cycles, nightly, plan, row_errors, schedule, schema, switches
from apps.sync.models import Operation, SyncState
from tests.chaos import comparison
from tests.sync.conftest import to_the_end

FORMULAS = {
    "Full_Location__c": ("full_location", ColumnType.TEXT),
    "Expected_Value__c": ("expected_value", ColumnType.NUMERIC),
    "Is_Enterprise__c": ("is_enterprise", ColumnType.BOOLEAN),
}
PATIENCE = 60.0
FORGET_LAST_NIGHT = "UPDATE sync_checkpoint SET watermark = now() - interval '25 hours' WHERE purpose = 'calculated'"


@pytest.fixture
def mapped(connected):
    """Three formulas of Lead are mapped; what they are made of is not."""
    catalogue.describe(connected, clients.open(connected))
    chosen = [NewField("person", column, source, type_) for source, (column, type_) in FORMULAS.items()]
    fields.create(connected, chosen, statement="", accepted_by=None)
    for made in Field.objects.of(connected):
        Mapping.objects.create(instance=connected, object="Lead", source=made.label, field=made)
    return connected


@pytest.fixture
def synced(mapped):
    to_the_end(mapped)
    cycles.run(mapped, hurry=True)
    return mapped


@pytest.fixture
def overnight(synced):
    """The last reading of calculated fields was a day ago."""
    run(synced, "INSERT INTO sync_checkpoint (object, purpose) VALUES ('Lead', 'calculated') ON CONFLICT DO NOTHING")
    forget_last_night(synced)
    return synced


def forget_last_night(instance):
    run(instance, FORGET_LAST_NIGHT)
    SyncState.objects.of(instance).update(looked_at=None)


def run(instance, statement, *values):
    with database.connect(instance) as connection:
        found = connection.execute(statement, values or None)
        return found.fetchall() if found.description else []


def pass_night(instance):
    """Cycles until the job, which may take its time, is read."""
    deadline = time.monotonic() + PATIENCE
    cycles.run(instance, hurry=True)
    while (at := place(instance)) and at.job_id:
        assert time.monotonic() < deadline, at
        cycles.run(instance, hurry=True)


def place(instance):
    with database.connect(instance) as connection:
        return checkpoints.of(connection, "calculated").get("Lead")


def settled_lead(org):
    """Not changed of late: what a cycle reads once more because of the overlap would bring its formulas along."""
    then = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    where = f"IsDeleted = false AND SystemModstamp < {then:%Y-%m-%dT%H:%M:%SZ}"
    return org.colleague.query(f"SELECT Id FROM Lead WHERE {where} LIMIT 1")["records"][0]["Id"]


def move_silently(org, record_id, city):
    """What a formula is made of changes, and the stamp of the record that shows it does not."""
    (found,) = org.colleague.query(f"SELECT SystemModstamp FROM Lead WHERE Id = '{record_id}'")["records"]
    values = {"City": city, "SystemModstamp": found["SystemModstamp"]}
    org.trainer("POST", "changes", {"object": "Lead", "where": f"Id = '{record_id}'", "values": values})


def location(instance, record_id):
    ((found,),) = run(instance, "SELECT full_location FROM person_lead WHERE sfdc_id = %s", record_id)
    return found


def digests(instance, org):
    """Of all mapped fields of Lead, calculated ones too: there, and here."""
    leads = plan.of(instance, "Lead")
    there = org.trainer("GET", f"digest?object=Lead&fields={','.join(leads.sources)}")
    with database.connect(instance) as connection:
        count, here, _doubled = comparison.digest(connection, instance, leads, leads.pairs)
    return (there["count"], there["hash"]), (count, here)


def readings(instance):
    kind = Operation.Kind.PULL_CALCULATED
    return list(Operation.objects.of(instance).filter(kind=kind).values_list("object", "status", "updated"))


class TestCalculatedFields:
    def test_arrive_by_the_nightly_reading_alone(self, overnight, org):
        lead = settled_lead(org)
        move_silently(org, lead, "Ulsan")
        before = digests(overnight, org)

        pass_night(overnight)

        there, here = digests(overnight, org)
        assert before[0] != before[1]
        assert there == here
        assert location(overnight, lead).startswith("Ulsan")
        assert readings(overnight) == [("Lead", "succeeded", 1)]

    def test_are_read_once_a_night(self, overnight):
        pass_night(overnight)
        cycles.run(overnight, hurry=True)

        assert len(readings(overnight)) == 1
        assert place(overnight).job_id is None

    def test_are_not_read_on_the_day_of_the_initial_sync(self, synced):
        assert readings(synced) == []

    def test_of_a_record_that_is_newer_here_stay(self, overnight, org):
        lead = settled_lead(org)
        move_silently(org, lead, "Busan")
        run(overnight, "UPDATE person_lead SET system_modstamp = now() + interval '1 day' WHERE sfdc_id = %s", lead)
        before = location(overnight, lead)

        pass_night(overnight)

        assert location(overnight, lead) == before

    def test_make_no_record_that_is_unknown(self, overnight, org):
        lead = settled_lead(org)
        run(overnight, "DELETE FROM person_lead WHERE sfdc_id = %s", lead)

        pass_night(overnight)

        assert run(overnight, "SELECT 1 FROM person_lead WHERE sfdc_id = %s", lead) == []

    def test_leave_what_was_set_aside_of_other_fields(self, overnight, org):
        lead = settled_lead(org)
        statement = (
            "INSERT INTO sync_row_error (object, record_id, field, code, reason) VALUES ('Lead', %s, %s, '', '')"
        )
        for field in ("AnnualRevenue", "Expected_Value__c"):
            run(overnight, statement, lead, field)

        pass_night(overnight)

        with database.connect(overnight) as connection:
            assert [error.field for error in row_errors.of(connection, most=9)] == ["AnnualRevenue"]


class TestItsJob:
    def test_goes_on_after_a_stop(self, overnight, org, cast):
        client = clients.open(overnight)
        leads = plan.calculated_of(overnight, [plan.of(overnight, "Lead")])[0]
        job = bulk.create(client, leads.soql())
        begun = "UPDATE sync_checkpoint SET way = 'bulk', job_id = %s, ceiling = now() WHERE purpose = 'calculated'"
        run(overnight, begun, job.id)
        switches.disable(overnight, by=cast.operator)
        switches.enable(overnight, by=cast.operator)

        pass_night(overnight)

        assert readings(overnight) == [("Lead", "succeeded", 0)]
        assert place(overnight).watermark > datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=5)

    def test_that_is_gone_is_asked_for_again(self, overnight):
        run(
            overnight,
            "UPDATE sync_checkpoint SET way = 'bulk', job_id = '750000000000000AAA', ceiling = now()"
            " WHERE purpose = 'calculated'",
        )

        while cycles.run(overnight, hurry=True) is not None:
            continue
        cycles.run(overnight, hurry=True)

        assert readings(overnight) == [("Lead", "succeeded", 0)]


class TestTheNight:
    @pytest.mark.parametrize(
        ("now", "begins"),
        [
            ("2026-05-04T16:59Z", "2026-05-03T17:00Z"),
            ("2026-05-04T17:00Z", "2026-05-04T17:00Z"),
            ("2026-05-04T23:00Z", "2026-05-04T17:00Z"),
        ],
    )
    def test_begins_at_two_where_the_org_is(self, connected, now, begins):
        Connection.objects.of(connected).update(identity={"time_zone": "Asia/Seoul"})

        found = nightly.begins_at(schedule.zone(connected), datetime.datetime.fromisoformat(now))

        assert found == datetime.datetime.fromisoformat(begins)

    def test_comes_after_an_evening_s_initial_sync(self, synced):
        with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1), tick=True):
            pass_night(synced)

        assert [name for name, *_rest in readings(synced)] == ["Lead"]


class TestAnOlderSchema:
    def test_learns_the_new_purpose_once(self, connection, instance):
        connection.execute("DROP INDEX person_by_converted_contact_id")
        connection.execute("ALTER TABLE sync_checkpoint DROP CONSTRAINT sync_checkpoint_purpose_check")
        connection.execute(
            "ALTER TABLE sync_checkpoint ADD CONSTRAINT sync_checkpoint_purpose_check"
            " CHECK (purpose IN ('initial', 'cycle'))"
        )

        schema.renew(connection, instance)
        schema.renew(connection, instance)

        checkpoints.lay(connection, ["Lead"], "calculated")
        assert checkpoints.of(connection, "calculated")
        assert connection.execute("SELECT to_regclass('person_by_converted_contact_id')").fetchone() != (None,)

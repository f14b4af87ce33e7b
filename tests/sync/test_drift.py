"""A field of another type in Salesforce than its column's: nothing there refuses it, so it has to be noticed."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from apps.connections import clients
from apps.mapping import catalogue, own_column, pairs
from apps.mapping.models import CatalogueField, Mapping
from apps.marketing import database, fields
from apps.marketing.models import Field
from apps.marketing.receipts import NewField
from apps.marketing.types import ColumnType
from apps.sync import cycles, headline
from apps.sync.models import Cycle, SyncState
from apps.timeline.models import Event
from tests.sync.conftest import to_the_end

NIGHTLY, BY_DAY = "Demo_Requested_On__c", "Last_Webinar__c"
A_DAY_AGO = datetime.timedelta(hours=25)


@pytest.fixture
def synced(connected):
    """Two dates of leads are mapped."""
    catalogue.describe(connected, clients.open(connected))
    CatalogueField.objects.of(connected).filter(name__in=[NIGHTLY, BY_DAY]).update(is_chosen=True)
    chosen = [NewField("person", source.lower(), source, ColumnType.DATE) for source in (NIGHTLY, BY_DAY)]
    fields.create(connected, chosen, statement="", accepted_by=None)
    for made in Field.objects.of(connected):
        Mapping.objects.create(instance=connected, object="Lead", source=made.label, field=made)
    to_the_end(connected)
    cycles.run(connected, hurry=True)
    return connected


def retype(org, name):
    org.trainer("POST", "fields/retype", {"object": "Lead", "field": name, "metadata": {"type": "Text", "length": 40}})


def value_of(instance, record_id, name):
    with database.connect(instance) as connection:
        statement = f"SELECT {name.lower()} FROM person WHERE sfdc_id = %s"
        return connection.execute(statement, [record_id]).fetchone()[0]


def read_fields(instance):
    return {pair.source for pair in pairs.of(instance, "Lead")}


class TestAFieldOfAnotherType:
    def test_rests_from_the_night_on_and_nothing_of_it_passes_for_a_date(self, synced, org):
        (lead,) = org.ids("Lead", 1)
        before = value_of(synced, lead, NIGHTLY)
        retype(org, NIGHTLY)
        org.change("Lead", [lead], **{NIGHTLY: "today"}, LastName="Changed")
        SyncState.objects.of(synced).update(last_synced_at=timezone.now() - A_DAY_AGO)

        cycles.run(synced, hurry=True)

        assert value_of(synced, lead, NIGHTLY) == before
        assert value_of(synced, lead, "name").endswith("Changed")
        assert read_fields(synced) & {NIGHTLY, BY_DAY} == {BY_DAY}
        assert headline.of(synced).word == "synced"
        event = Event.objects.of(synced).get(kind="mapping.retyped")
        assert (event.data["field"], event.data["type"]) == (NIGHTLY, "string")
        assert [each.mapping.source for each in own_column.unfit(synced)] == [NIGHTLY]

    def test_rests_by_day_as_soon_as_a_value_does_not_fit(self, synced, org):
        (lead,) = org.ids("Lead", 1)
        retype(org, BY_DAY)
        org.change("Lead", [lead], **{BY_DAY: "soon"})

        cycles.run(synced, hurry=True)

        assert BY_DAY not in read_fields(synced)

    def test_costs_one_call_a_night_to_notice(self, synced, org):
        SyncState.objects.of(synced).update(last_synced_at=timezone.now() - A_DAY_AGO)
        calls = []

        for _cycle in range(2):
            SyncState.objects.of(synced).update(woken_at=timezone.now())
            cycles.run(synced, hurry=True)
            calls.append(Cycle.objects.of(synced).first().calls)

        assert calls[0] - calls[1] == 1

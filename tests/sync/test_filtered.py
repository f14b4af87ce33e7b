"""An object with a filter: only what it wants is read, counted and compared; what leaves it is marked."""

from __future__ import annotations

import pytest

from apps.connections import clients
from apps.mapping import catalogue, filters
from apps.mapping.models import CatalogueField
from apps.marketing import database
from apps.sync import cycles, estimate, leaving, plan, verify
from tests import makers
from tests.sync.conftest import to_the_end
from tests.sync.test_verify import verified


@pytest.fixture
def filtered(connected):
    catalogue.describe(connected, clients.open(connected))
    return connected


def limit(instance, object_name, name, operator, value):
    field = CatalogueField.objects.of(instance).select_related("object").get(object__name=object_name, name=name)
    return filters.save(instance, field, operator, value, records=None, by=makers.person())


def ids_here(instance, table):
    with database.connect(instance) as connection:
        return {each for (each,) in connection.execute(f"SELECT sfdc_id FROM {table}")}


def has_left(instance, record_id):
    with database.connect(instance) as connection:
        statement = "SELECT left_filter_at IS NOT NULL FROM campaign WHERE sfdc_id = %s"
        return connection.execute(statement, [record_id]).fetchone()[0]


class TestAFilter:
    def test_limits_the_estimate_the_first_read_and_the_comparison(self, filtered, org):
        condition = limit(filtered, "Lead", "IsConverted", "equal", "true").soql
        wanted = org.colleague.count("Lead", condition)

        made = estimate.make(filtered)
        to_the_end(filtered)
        found = verified(filtered)

        assert 0 < wanted < org.colleague.count("Lead")
        assert {each["object"]: each["records"] for each in made["objects"]}["Lead"] == wanted
        assert len(ids_here(filtered, "person_lead")) == wanted
        assert verify.differences(found) == 0

    def test_that_leaves_nothing_is_named_as_the_reason(self, filtered):
        limit(filtered, "Opportunity", "Name", "equal", "no such opportunity")
        to_the_end(filtered)

        found = verified(filtered)

        assert {each["object"]: each["why"] for each in found.counts}["Opportunity"] == "filter"


class TestARecordThatLeaves:
    def test_is_marked_once_keeps_its_values_and_is_not_compared(self, instance, connection):
        connection.execute("INSERT INTO person_lead (sfdc_id, name) VALUES ('00Q1', 'Ann'), ('00Q2', 'Bo')")
        lead = plan.of(instance, "Lead")

        counts = [leaving.mark(connection, lead, ids) for ids in (["00Q1", "unknown"], ["00Q1"], [])]

        assert counts == [1, 0, 0]
        (here,) = connection.execute("SELECT count(*) FROM person_lead WHERE left_filter_at IS NULL").fetchone()
        assert here == 1

    def test_is_noticed_by_the_next_cycle_and_so_is_its_return(self, filtered, org):
        limit(filtered, "Campaign", "IsActive", "equal", "true")
        where = "IsActive = true AND IsDeleted = false"
        campaign = org.colleague.query(f"SELECT Id FROM Campaign WHERE {where} LIMIT 1")["records"][0]["Id"]
        to_the_end(filtered)

        standings = []
        for is_active in (False, True):
            org.change("Campaign", [campaign], IsActive=is_active)
            cycles.run(filtered, hurry=True, is_watched=True)
            standings.append(has_left(filtered, campaign))

        assert standings == [True, False]

    def test_never_arrives_when_it_is_new(self, filtered, org):
        limit(filtered, "Campaign", "IsActive", "equal", "true")
        to_the_end(filtered)
        born = org.create("Campaign", Name="Still asleep", IsActive=False)

        cycles.run(filtered, hurry=True, is_watched=True)

        assert born not in ids_here(filtered, "campaign")

    def test_comes_back(self, instance, connection):
        connection.execute("INSERT INTO person_lead (sfdc_id, left_filter_at) VALUES ('00Q1', now())")

        came = leaving.unmark(connection, plan.of(instance, "Lead"), ["00Q1", "00Q2"])

        assert came == 1

from __future__ import annotations

import os
import signal

import pytest

from apps.marketing import database
from apps.salesforce import collections
from apps.sync import directions, writing
from apps.sync.directions import Rule, Way, Winner
from apps.sync.models import Cycle, Operation, SyncState
from tests.sync import two_ways
from tests.sync.two_ways import cycle, edit, here, outbox, row_errors, there

NO_SECRET = {
    "object": "Lead",
    "name": "No_secrets",
    "condition": "Phone = '0000'",
    "message": "Nobody has this number.",
    "field": "Phone",
}


@pytest.fixture
def synced(connected):
    return two_ways.sync(connected)


@pytest.fixture
def laid(org):
    """Rules that a trainer lays down go with the test."""
    made = []

    def lay(shelf, body):
        found = org.trainer("POST", shelf, body)
        made.append(f"{shelf}/{found['id']}")
        return found

    yield lay
    for each in made:
        org.trainer("DELETE", each)


def lead(org, **values):
    return org.create("Lead", **{"LastName": "Ray", "Company": "Ray & Co", **values})


def contact(org, **values):
    return org.create("Contact", **{"LastName": "Moss", **values})


def shown(instance):
    rows = Operation.objects.of(instance).filter(cycle=Cycle.objects.of(instance).first())
    return {(row.object, row.kind): (row.updated, row.failed_items, row.skipped) for row in rows}


class TestAChangeMadeHere:
    def test_goes_to_salesforce_with_the_next_cycle(self, synced, org):
        made = lead(org, Phone="1")
        cycle(synced)

        changed = edit(synced, made, phone_number="2", num_employees=40, company_name="New & Co")
        cycle(synced)

        assert changed == 3
        assert there(org, "Lead", made, "Phone") == "2"
        assert there(org, "Lead", made, "NumberOfEmployees") == 40
        assert {state for _column, state, _code in outbox(synced, made)} == {"written"}
        assert shown(synced)["Lead", "push_updates"] == (1, 0, None)

    def test_is_not_read_back_as_news(self, synced, org):
        made = lead(org, Phone="1")
        cycle(synced)
        edit(synced, made, phone_number="2")
        cycle(synced)

        cycle(synced)

        assert shown(synced).get(("Lead", "pull_updates"), (0, 0, 0))[:2] == (0, 0)
        assert here(synced, made, "phone_number") == "2"

    def test_leaves_the_owner_alone_where_assignment_rules_would_take_it(self, synced, org, laid):
        made = lead(org, Phone="1")
        other = org.colleague.query("SELECT Id FROM User WHERE IsActive = true LIMIT 2")["records"][1]["Id"]
        owner = there(org, "Lead", made, "OwnerId")
        laid("assignment-rules", {"object": "Lead", "name": "All", "entries": [{"condition": "", "owner": other}]})
        cycle(synced)

        edit(synced, made, phone_number="2")
        cycle(synced)

        assert there(org, "Lead", made, "OwnerId") == owner

    def test_costs_nothing_when_nothing_waits(self, synced):
        cycle(synced)

        assert shown(synced) == {}

    def test_stays_here_where_the_object_is_only_read(self, synced, org):
        directions.choose(synced, "Lead", Rule(Way.READ, Winner.SALESFORCE))
        made = lead(org, Phone="1")
        cycle(synced)

        edit(synced, made, phone_number="2")
        cycle(synced)

        assert there(org, "Lead", made, "Phone") == "1"
        assert [state for _column, state, _code in outbox(synced, made)] == ["here"]


class TestAConflict:
    def test_of_a_lead_is_won_by_marketing(self, synced, org):
        made = lead(org, Phone="1", FirstName="A")
        cycle(synced)

        edit(synced, made, phone_number="2")
        org.change("Lead", [made], Phone="3", FirstName="B")
        cycle(synced)

        assert there(org, "Lead", made, "Phone") == here(synced, made, "phone_number") == "2"
        assert there(org, "Lead", made, "FirstName") == here(synced, made, "first_name") == "B"

    def test_of_a_contact_is_won_by_salesforce_in_that_field_alone(self, synced, org):
        made = contact(org, Phone="1", FirstName="A")
        cycle(synced)

        edit(synced, made, phone_number="2", first_name="C", birthday="1990-02-03")
        org.change("Contact", [made], Phone="3")
        cycle(synced)

        assert there(org, "Contact", made, "Phone") == here(synced, made, "phone_number") == "3"
        assert there(org, "Contact", made, "FirstName") == here(synced, made, "first_name") == "C"
        assert there(org, "Contact", made, "Birthdate") == "1990-02-03"
        assert sorted(outbox(synced, made))[2][:2] == ("phone_number", "overruled")

    def test_is_none_when_both_sides_say_the_same(self, synced, org):
        made = contact(org, Phone="1")
        cycle(synced)

        edit(synced, made, phone_number="2")
        org.change("Contact", [made], Phone="2")
        cycle(synced)

        assert outbox(synced, made) == [("phone_number", "agreed", None)]

    def test_follows_the_winner_that_was_chosen(self, synced, org):
        directions.choose(synced, "Lead", Rule(Way.BOTH, Winner.SALESFORCE))
        made = lead(org, Phone="1")
        cycle(synced)

        edit(synced, made, phone_number="2")
        org.change("Lead", [made], Phone="3")
        cycle(synced)

        assert there(org, "Lead", made, "Phone") == here(synced, made, "phone_number") == "3"


class TestARefusal:
    def test_becomes_a_row_error_in_salesforces_words_and_stops_nothing_else(self, synced, org, laid):
        laid("validation-rules", NO_SECRET)
        bad, good = lead(org), lead(org)
        cycle(synced)

        edit(synced, bad, phone_number="0000", first_name="Bea")
        edit(synced, good, phone_number="2")
        cycle(synced)

        assert there(org, "Lead", good, "Phone") == "2"
        assert there(org, "Lead", bad, "Phone") is None
        assert there(org, "Lead", bad, "FirstName") == "Bea"
        (found,) = [each for each in row_errors(synced) if each[0] == bad]
        assert found[1:] == ("Phone", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Nobody has this number.", "write")
        assert here(synced, bad, "phone_number") == "0000"

    def test_is_over_when_another_value_is_taken(self, synced, org, laid):
        laid("validation-rules", NO_SECRET)
        bad = lead(org)
        cycle(synced)
        edit(synced, bad, phone_number="0000")
        cycle(synced)

        edit(synced, bad, phone_number="5")
        cycle(synced)

        assert there(org, "Lead", bad, "Phone") == "5"
        assert row_errors(synced) == []

    def test_of_a_record_that_is_gone_says_so(self, synced, org):
        gone = lead(org)
        cycle(synced)

        edit(synced, gone, phone_number="2")
        org.delete("Lead", gone)
        cycle(synced)

        assert outbox(synced, gone) == [("phone_number", "refused", "ENTITY_IS_DELETED")]

    def test_of_a_converted_lead_goes_on_with_its_contact(self, synced, org):
        made = lead(org)
        cycle(synced)

        edit(synced, made, phone_number="2")
        contact = org.convert(made)
        cycle(synced)

        assert there(org, "Contact", contact, "Phone") == "2"
        assert outbox(synced, contact) == [("phone_number", "written", None)]
        assert here(synced, made, "phone_number") == there(org, "Lead", made, "Phone")

    def test_of_a_converted_lead_gives_way_to_what_the_contact_got_meanwhile(self, synced, org):
        made = lead(org)
        cycle(synced)

        edit(synced, made, phone_number="2")
        contact = org.convert(made)
        org.change("Contact", [contact], Phone="3")
        cycle(synced)

        assert here(synced, contact, "phone_number") == there(org, "Contact", contact, "Phone") == "3"
        assert outbox(synced, made) == [("phone_number", "overruled", None)]

    def test_of_a_converted_lead_says_so_where_contacts_have_no_such_field(self, synced, org):
        made = lead(org)
        cycle(synced)

        edit(synced, made, company_name="Ray & Sons")
        org.convert(made)
        cycle(synced)

        assert outbox(synced, made) == [("company_name", "refused", "CANNOT_UPDATE_CONVERTED_LEAD")]


class TestALock:
    def test_is_waited_for(self, synced, org):
        made = lead(org)
        cycle(synced)
        org.trainer("POST", "locks", {"record": made, "kind": "row", "count": 1})

        edit(synced, made, phone_number="2")
        cycle(synced)

        assert there(org, "Lead", made, "Phone") == "2"

    def test_that_lasts_leaves_the_change_waiting(self, synced, org, laid):
        made = lead(org)
        cycle(synced)
        laid("locks", {"record": made, "kind": "row"})

        edit(synced, made, phone_number="2")
        cycle(synced)

        assert outbox(synced, made) == [("phone_number", "waiting", "UNABLE_TO_LOCK_ROW")]


class TestAKill:
    @pytest.mark.parametrize("is_sent", [True, False])
    def test_in_the_middle_of_a_write_changes_nothing_twice(self, synced, org, is_sent):
        made = lead(org, Phone="1")
        cycle(synced)
        edit(synced, made, phone_number="2")
        child = os.fork()
        if child == 0:
            die_at_the_update(synced, is_sent=is_sent)
        _pid, status = os.waitpid(child, 0)
        sending = outbox(synced, made)
        SyncState.objects.of(synced).update(lease_until=None)  # the dead worker's lease lapses after a minute

        cycle(synced)

        assert os.WTERMSIG(status) == signal.SIGKILL
        assert sending == [("phone_number", "sending", None)]
        assert outbox(synced, made) == [("phone_number", "written", None)]
        assert there(org, "Lead", made, "Phone") == "2"
        assert Cycle.objects.of(synced).first().calls == (2 if is_sent else 4)  # read only, or compared and written


def die_at_the_update(instance, *, is_sent):
    """In a process of its own, as a worker that is killed: before its call leaves, or after it was answered."""
    update = collections.update

    def last(*asked):
        if is_sent:
            update(*asked)
        os.kill(os.getpid(), signal.SIGKILL)

    writing.collections.update = last
    try:
        cycle(instance)
    finally:
        os._exit(1)


class TestManyChanges:
    def test_go_in_calls_of_two_hundred(self, synced, org):
        ids = org.ids("Contact", 450)
        before = Cycle.objects.of(synced).first().calls

        with database.connect(synced) as connection:
            assert connection.execute("SELECT count(*) FROM person_change").fetchone() == (0,)
        for each in ids:
            edit(synced, each, phone_number=f"+49 {each[-6:]}")
        cycle(synced)

        assert there(org, "Contact", ids[-1], "Phone") == f"+49 {ids[-1][-6:]}"
        assert Cycle.objects.of(synced).first().calls == before + 4

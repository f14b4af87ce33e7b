"""Outboxes so large that they go as one file."""

from __future__ import annotations

import os
import signal

import pytest

from apps.accounts.models import User
from apps.marketing import database
from apps.salesforce.errors import NotReady
from apps.sync import directions, editing, shipping
from apps.sync.directions import Rule, Way, Winner
from apps.sync.models import Cycle, Operation, SyncState
from apps.sync.outbox import Wanted
from tests import makers
from tests.sync import two_ways
from tests.sync.two_ways import cycle, edit, here, outbox, row_errors, there

MANY = 450
LOOK = "GET /jobs/ingest/[^/]+$"


@pytest.fixture(autouse=True)
def large(monkeypatch):
    """What counts as many, so that a test need not change thousands."""
    monkeypatch.setattr(shipping, "FROM", MANY)
    monkeypatch.setattr(shipping, "AT_ONCE", 100)


@pytest.fixture
def synced(connected):
    return two_ways.sync(connected)


@pytest.fixture
def laid(org):
    """Rules and faults that a trainer lays down go with the test."""
    made = []

    def lay(shelf, body):
        found = org.trainer("POST", shelf, body)
        made.append(f"{shelf}/{found['id']}")
        return found

    yield lay
    for each in made:
        org.trainer("DELETE", each)


@pytest.fixture
def leads(org):
    where = "IsDeleted = false AND IsConverted = false AND HasOptedOutOfEmail = false"
    return [each["Id"] for each in org.colleague.query_all(f"SELECT Id FROM Lead WHERE {where} ORDER BY Id")][:MANY]


class Jobs:
    """What the org knows of the jobs that were made since."""

    def __init__(self, org):
        self.org = org
        self.before = {each["id"] for each in self._listed()}

    def made(self):
        fresh = [each["id"] for each in self._listed() if each["id"] not in self.before]
        return [self.org.colleague.get(f"jobs/ingest/{each}") for each in fresh]

    def written(self):
        return sum(each["numberRecordsProcessed"] for each in self.made())

    def _listed(self):
        return self.org.colleague.get("jobs/ingest")["records"]


@pytest.fixture
def jobs(org):
    return Jobs(org)


def change(instance, ids, **values):
    by = User.objects.first() or makers.PersonMaker(name="Ada Berg")
    return editing.change(instance, [Wanted(each, values) for each in ids], way="import", by=by)


def states(instance):
    with database.connect(instance) as connection:
        rows = connection.execute("SELECT state, count(*) FROM person_change WHERE way <> 'opt-out' GROUP BY state")
        return dict(rows.fetchall())


def number(org, where):
    return org.colleague.count("Lead", where)


def shown(instance):
    rows = Operation.objects.of(instance).filter(cycle=Cycle.objects.of(instance).first())
    return {(row.object, row.kind): (row.updated, row.failed_items, row.skipped) for row in rows}


class TestALargeOutbox:
    def test_goes_as_one_file_in_a_dozen_calls(self, synced, org, leads, jobs):
        change(synced, leads, phone_number="+1 1")

        cycle(synced)

        assert number(org, "Phone = '+1 1'") == MANY
        assert [(each["state"], each["numberRecordsProcessed"]) for each in jobs.made()] == [("JobComplete", MANY)]
        assert states(synced) == {"written": MANY}
        assert shown(synced)["Lead", "push_updates"] == (MANY, 0, None)
        assert Cycle.objects.of(synced).first().calls <= 14

    def test_is_not_read_back_as_news(self, synced, leads):
        change(synced, leads, phone_number="+1 2")
        cycle(synced)

        cycle(synced)

        assert shown(synced).get(("Lead", "pull_updates"), (0, 0, 0))[:2] == (0, 0)
        assert here(synced, leads[0], "phone_number") == "+1 2"

    def test_says_of_each_record_what_changed_of_it_alone(self, synced, org, leads):
        letters = 'Ray, "the\nsecond" 김 #N/A'
        org.change("Lead", leads[:4], FirstName="Ann", NumberOfEmployees=7)
        cycle(synced)
        change(synced, leads[2:], phone_number="+1 3")
        edit(synced, leads[0], first_name=None, num_employees=40)
        edit(synced, leads[1], last_name=letters, unsubscribed=True, num_employees=None)

        cycle(synced)

        assert there(org, "Lead", leads[0], "FirstName") is None
        assert there(org, "Lead", leads[0], "NumberOfEmployees") == 40
        assert there(org, "Lead", leads[1], "LastName") == letters
        assert there(org, "Lead", leads[1], "HasOptedOutOfEmail") is True
        assert there(org, "Lead", leads[1], "NumberOfEmployees") is None
        assert there(org, "Lead", leads[1], "FirstName") == there(org, "Lead", leads[2], "FirstName") == "Ann"
        assert there(org, "Lead", leads[2], "Phone") == "+1 3"

    def test_takes_a_text_that_means_nothing_in_a_file_to_salesforce(self, synced, org, leads):
        change(synced, leads, phone_number="+1 4")
        edit(synced, leads[0], first_name="#N/A")

        cycle(synced)

        assert there(org, "Lead", leads[0], "FirstName") == "#N/A"
        assert there(org, "Lead", leads[0], "Phone") == "+1 4"

    def test_leaves_the_owner_alone_where_assignment_rules_would_take_it(self, synced, org, leads, laid):
        other = org.colleague.query("SELECT Id FROM User WHERE IsActive = true LIMIT 2")["records"][1]["Id"]
        before = number(org, f"OwnerId = '{other}'")
        laid("assignment-rules", {"object": "Lead", "name": "All", "entries": [{"condition": "", "owner": other}]})
        change(synced, leads, phone_number="+1 5")

        cycle(synced)

        assert number(org, "Phone = '+1 5'") == MANY
        assert number(org, f"OwnerId = '{other}'") == before

    def test_gives_way_where_salesforce_wins(self, synced, org, leads):
        directions.choose(synced, "Lead", Rule(Way.BOTH, Winner.SALESFORCE))
        change(synced, leads, phone_number="+1 6")
        org.change("Lead", leads[:1], Phone="+2 6")

        cycle(synced)

        assert there(org, "Lead", leads[0], "Phone") == here(synced, leads[0], "phone_number") == "+2 6"
        assert number(org, "Phone = '+1 6'") == MANY - 1


class TestARecordThatIsNotTaken:
    def test_is_a_row_error_and_keeps_no_other_field_or_record(self, synced, org, leads, laid):
        rule = {"object": "Lead", "name": "No_secrets", "condition": "Phone = '0000'", "field": "Phone"}
        laid("validation-rules", {**rule, "message": "Nobody: has this number."})
        change(synced, leads, phone_number="+1 7")
        edit(synced, leads[0], phone_number="0000", first_name="Bea")

        cycle(synced)

        assert number(org, "Phone = '+1 7'") == MANY - 1
        assert there(org, "Lead", leads[0], "FirstName") == "Bea"
        (found,) = row_errors(synced)
        assert found == (leads[0], "Phone", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Nobody: has this number.", "write")
        assert shown(synced)["Lead", "push_updates"] == (MANY, 1, None)

    def test_because_somebody_holds_it_goes_again(self, synced, org, leads, laid):
        org.trainer("POST", "locks", {"record": leads[0], "kind": "row", "count": 1})
        change(synced, leads, phone_number="+1 8")

        cycle(synced)

        assert number(org, "Phone = '+1 8'") == MANY
        assert states(synced) == {"written": MANY}

    def test_because_it_is_gone_says_so(self, synced, org, leads):
        gone = org.create("Lead", LastName="Ray", Company="Ray & Co")
        cycle(synced)
        change(synced, [*leads, gone], phone_number="+1 9")
        org.delete("Lead", gone)

        cycle(synced)

        assert outbox(synced, gone) == [("phone_number", "refused", "ENTITY_IS_DELETED")]
        assert number(org, "Phone = '+1 9'") == MANY


class TestAJobThatEndsEarly:
    def test_is_followed_by_another_for_what_it_left(self, synced, org, leads, jobs, laid):
        laid("faults", {"kind": "job-aborted", "pattern": LOOK, "count": 1})
        change(synced, leads, phone_number="+2 1")

        cycle(synced)
        after_the_first = states(synced)
        cycle(synced)

        assert after_the_first.get("waiting", 0) + after_the_first.get("written", 0) == MANY
        assert number(org, "Phone = '+2 1'") == MANY
        assert states(synced) == {"written": MANY}
        assert jobs.made()[0]["state"] == "Aborted"

    def test_before_it_began_is_left_to_the_collections_in_the_end(self, synced, org, leads, jobs, laid):
        laid("faults", {"kind": "job-failed", "pattern": "PUT /jobs/ingest", "count": shipping.TRIES})
        change(synced, leads, phone_number="+2 2")

        for _each in range(shipping.TRIES):
            with pytest.raises(NotReady):
                cycle(synced)
            cycle(synced)
        cycle(synced)

        assert number(org, "Phone = '+2 2'") == MANY
        assert states(synced) == {"written": MANY}
        assert jobs.written() == 0

    def test_over_a_field_that_is_gone_blames_that_field_alone(self, synced, org, leads, laid):
        laid("faults", {"kind": "vanish-field", "pattern": "POST /jobs/ingest", "field": "Lead.Phone", "count": 1})
        change(synced, leads, phone_number="+2 3")
        edit(synced, leads[0], first_name="Bea")

        try:
            cycle(synced)
        finally:
            org.trainer("POST", "hidden", {"object": "Lead", "field": "Phone", "hidden": False})

        assert {found[1:3] for found in row_errors(synced)} == {("Phone", "INVALID_FIELD")}
        assert there(org, "Lead", leads[0], "FirstName") == "Bea"


class TestAKill:
    @pytest.mark.parametrize(
        ("moment", "is_answered"),
        [("upload", False), ("upload", True), ("close", False), ("close", True), ("note", True)],
    )
    def test_loses_nothing_and_sends_nothing_twice(self, synced, org, leads, jobs, moment, is_answered):
        phone = f"+3 {moment} {is_answered}"
        change(synced, leads, phone_number=phone)

        died_of = killed_at(synced, moment, is_answered=is_answered)
        sending = states(synced)
        cycle(synced)

        assert died_of == signal.SIGKILL
        assert sending["sending"] >= MANY - 100
        assert number(org, f"Phone = '{phone}'") == MANY
        assert states(synced) == {"written": MANY}
        assert jobs.written() == MANY
        assert shown(synced)["Lead", "push_updates"] == (MANY, 0, None)

    def test_while_salesforce_works_leaves_a_later_edit_the_last_word(self, synced, org, leads):
        change(synced, leads, phone_number="+4 1")
        killed_at(synced, "close", is_answered=True)

        edit(synced, leads[0], phone_number="+4 2")
        cycle(synced)

        assert there(org, "Lead", leads[0], "Phone") == here(synced, leads[0], "phone_number") == "+4 2"
        assert states(synced) == {"written": MANY, "replaced": 1}

    def test_is_mended_also_when_the_direction_has_changed(self, synced, org, leads):
        change(synced, leads, phone_number="+5 1")
        killed_at(synced, "close", is_answered=True)
        directions.choose(synced, "Lead", Rule(Way.READ, Winner.SALESFORCE))

        cycle(synced)

        assert states(synced) == {"written": MANY}


def killed_at(instance, moment, *, is_answered):
    """A worker in a process of its own dies by SIGKILL; the next one need not wait for its lease."""
    child = os.fork()
    if child == 0:
        die(instance, shipping.answers if moment == "note" else shipping.ingest, moment, is_answered=is_answered)
    _pid, status = os.waitpid(child, 0)
    SyncState.objects.of(instance).update(lease_until=None)
    return os.WTERMSIG(status)


def die(instance, room, moment, *, is_answered):
    act = getattr(room, moment)

    def last(*asked):
        if is_answered:
            act(*asked)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(room, moment, last)
    try:
        cycle(instance)
    finally:
        os._exit(1)

"""A change that Salesforce refused, and somebody who takes Salesforce's value."""

from __future__ import annotations

import pytest

from apps.sync import giving_way
from apps.sync.giving_way import Refused
from apps.timeline.models import Event
from tests import makers
from tests.sync import two_ways
from tests.sync.two_ways import cycle, edit, here, outbox, row_errors, there

RULE = {"object": "Lead", "name": "No_secrets", "condition": "Phone = '0000'", "message": "Nobody.", "field": "Phone"}
NO_OPT_OUT = {
    "object": "Lead",
    "name": "No_opt_out",
    "condition": "HasOptedOutOfEmail = true",
    "message": "Everybody hears of it.",
    "field": "HasOptedOutOfEmail",
}


@pytest.fixture
def synced(connected):
    return two_ways.sync(connected)


@pytest.fixture
def refused(synced, org):
    """A lead whose new phone number and opt-out Salesforce does not take."""
    rules = [org.trainer("POST", "validation-rules", RULE)]
    made = org.create("Lead", LastName="Ray", Company="Ray & Co", Phone="1", FirstName="Ann")
    cycle(synced)
    rules.append(org.trainer("POST", "validation-rules", NO_OPT_OUT))
    edit(synced, made, phone_number="0000")
    cycle(synced)
    yield made
    for rule in rules:
        org.trainer("DELETE", f"validation-rules/{rule['id']}")


def take(instance, record_id, field="Phone"):
    by = makers.PersonMaker(name="Bo Lind")
    return giving_way.take_theirs(instance, [Refused("Lead", record_id, field)], by=by)


class TestTakingSalesforcesValue:
    def test_gives_the_change_up_and_shows_their_value_at_once(self, synced, refused):
        taken = take(synced, refused)

        assert taken == 1
        assert here(synced, refused, "phone_number") == "1"
        assert outbox(synced, refused)[0][:2] == ("phone_number", "overruled")
        assert row_errors(synced) == []
        assert Event.objects.of(synced).get(kind="sync.gave_way").data["changes"] == 1

    def test_reads_the_record_anew(self, synced, org, refused):
        org.change("Lead", [refused], Phone="7")

        take(synced, refused)
        cycle(synced)

        assert here(synced, refused, "phone_number") == there(org, "Lead", refused, "Phone") == "7"
        assert row_errors(synced) == []

    def test_leaves_what_else_was_refused(self, synced, refused):
        edit(synced, refused, unsubscribed=True)
        cycle(synced)

        take(synced, refused)

        assert [found[1] for found in row_errors(synced)] == ["HasOptedOutOfEmail"]

    def test_never_takes_an_opt_out_back(self, synced, refused):
        edit(synced, refused, unsubscribed=True)
        cycle(synced)

        taken = take(synced, refused, "HasOptedOutOfEmail")

        assert taken == 0
        assert here(synced, refused, "unsubscribed") == "true"

    def test_does_nothing_for_another_record_or_a_change_that_is_through(self, synced, refused):
        other = take(synced, "00Q000000000000AAA")
        take(synced, refused)

        assert other == 0
        assert take(synced, refused) == 0

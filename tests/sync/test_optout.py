from __future__ import annotations

import pytest

from tests.sync import two_ways
from tests.sync.two_ways import cycle, edit, here, outbox, there

FIELD = "HasOptedOutOfEmail"


@pytest.fixture
def synced(connected):
    return two_ways.sync(connected)


def twins(org, email, **values):
    return [
        org.create("Lead", LastName="Ray", Company="Ray & Co", Email=email, **values),
        org.create("Contact", LastName="Ray", Email=email.upper()),
    ]


def said(instance, sfdc_id):
    return here(instance, sfdc_id, "unsubscribed") == "true"


class TestAnOptOut:
    def test_made_here_goes_to_everybody_with_the_address_on_both_sides(self, synced, org):
        lead, contact = twins(org, "ray@two.example")
        cycle(synced)

        edit(synced, lead, unsubscribed=True)
        before_the_cycle = said(synced, contact)
        cycle(synced)

        assert before_the_cycle
        assert there(org, "Lead", lead, FIELD)
        assert there(org, "Contact", contact, FIELD)

    def test_made_in_salesforce_does_as_well(self, synced, org):
        lead, contact = twins(org, "ray@there.example")
        cycle(synced)

        org.change("Lead", [lead], **{FIELD: True})
        cycle(synced)

        assert said(synced, lead)
        assert said(synced, contact)
        assert there(org, "Contact", contact, FIELD)

    @pytest.mark.parametrize("name", ["Lead", "Contact"])
    def test_is_not_taken_back_by_salesforce_whoever_wins(self, synced, org, name):
        made = dict(zip(("Lead", "Contact"), twins(org, f"{name}@sticky.example", **{FIELD: True}), strict=True))
        cycle(synced)
        cycle(synced)

        org.change(name, [made[name]], **{FIELD: False})
        cycle(synced)

        assert said(synced, made[name])
        assert there(org, name, made[name], FIELD)

    def test_outlives_the_record(self, synced, org):
        lead = org.create("Lead", LastName="Gone", Company="X", Email="gone@x.example", **{FIELD: True})
        cycle(synced)
        org.delete("Lead", lead)
        cycle(synced)

        back = org.create("Contact", LastName="Back", Email="gone@x.example")
        cycle(synced)

        assert said(synced, back)
        assert there(org, "Contact", back, FIELD)

    def test_comes_with_an_address_that_is_taken_on(self, synced, org):
        lead, _contact = twins(org, "first@take.example", **{FIELD: True})
        other = org.create("Contact", LastName="Other", Email="other@take.example")
        cycle(synced)

        edit(synced, other, email_address="First@take.example")

        assert said(synced, lead)
        assert said(synced, other)
        assert ("unsubscribed", "waiting", None) in outbox(synced, other)

    def test_without_an_address_stays_with_its_person(self, synced, org):
        lead = org.create("Lead", LastName="Silent", Company="X", **{FIELD: True})
        cycle(synced)

        org.change("Lead", [lead], **{FIELD: False})
        cycle(synced)

        assert said(synced, lead)
        assert there(org, "Lead", lead, FIELD)

    def test_of_before_the_initial_sync_is_known_after_it(self, connected, org):
        lead, contact = twins(org, "early@bird.example", **{FIELD: True})

        two_ways.sync(connected)

        assert said(connected, lead)
        assert said(connected, contact)
        assert there(org, "Contact", contact, FIELD)

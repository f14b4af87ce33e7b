"""Whatever people do on both sides between two cycles, both agree with a simple model of the rules."""

from __future__ import annotations

import dataclasses
import time

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from apps.marketing import database
from apps.sync import changes, cycles, rounds
from apps.sync.models import Cycle
from tests.sync import two_ways
from tests.sync.expected import CONTACT, LEAD, Expected, Person

NAMES = {LEAD: "Lead", CONTACT: "Contact"}
STUMBLES = ("error-500", "html-200", "reset", "expire-session")
OPT_OUT = "HasOptedOutOfEmail"
PATIENCE = 60.0
HERE = """
SELECT sfdc_id, name, email_address, phone_number, unsubscribed, is_deleted, master_record_id, converted_contact_id
FROM person WHERE sfdc_id = ANY (%s)
"""
prefixes = st.sampled_from(list(NAMES))
chances = st.integers(min_value=0, max_value=10**6)
addresses = st.sampled_from(["ann", "bo"])
phones = st.sampled_from(["1", "2", "3"])


@pytest.fixture
def synced(connected):
    return two_ways.sync(connected)


class BothSides(RuleBasedStateMachine):
    """Each trial works with people of its own in one org."""

    trials = 0

    def __init__(self, instance, org):
        super().__init__()
        BothSides.trials += 1
        self.instance = instance
        self.org = org
        self.expected = Expected()
        self.number = 0
        self.in_step = False

    @initialize()
    def begin(self):
        for prefix in (LEAD, LEAD, CONTACT, CONTACT):
            self.arrive(prefix, "ann")
        self.cycle()

    @rule(prefix=prefixes, address=addresses)
    def arrive(self, prefix, address):
        company = {"Company": "Quay Ltd"} if prefix == LEAD else {}
        person = Person(self._name(), f"{address}@trial{self.trials}.example")
        born = self.org.create(NAMES[prefix], LastName=person.name, Email=person.email, **company)
        self.expected.there[born] = person
        self.in_step = False

    @rule(prefix=prefixes, chance=chances)
    def rename(self, prefix, chance):
        if record_id := self._one(self.expected.open_there(prefix), chance):
            name = self._name()
            self.org.change(NAMES[prefix], [record_id], LastName=name)
            self._changed(record_id, name=name)

    @rule(prefix=prefixes, chance=chances, phone=phones)
    def call_there(self, prefix, chance, phone):
        if record_id := self._one(self.expected.open_there(prefix), chance):
            self.org.change(NAMES[prefix], [record_id], Phone=phone)
            self._changed(record_id, phone=phone)

    @rule(chance=chances, phone=phones)
    def call_here(self, chance, phone):
        if record_id := self._one(self.expected.open_here(), chance):
            two_ways.edit(self.instance, record_id, phone_number=phone)
            self.expected.call_here(record_id, phone)
            self.in_step = False

    @rule(prefix=prefixes, chance=chances)
    def call_on_both_sides(self, prefix, chance):
        """Two colleagues write down different numbers of one person."""
        listed = [each for each in self.expected.open_there(prefix) if each in self.expected.open_here()]
        if record_id := self._one(listed, chance):
            two_ways.edit(self.instance, record_id, phone_number="1")
            self.expected.call_here(record_id, "1")
            self.org.change(NAMES[prefix], [record_id], Phone="2")
            self._changed(record_id, phone="2")

    @rule(prefix=prefixes, chance=chances, wanted=st.booleans())
    def opt_out_there(self, prefix, chance, wanted):
        if record_id := self._one(self.expected.open_there(prefix), chance):
            self.org.change(NAMES[prefix], [record_id], **{OPT_OUT: wanted})
            self._changed(record_id, has_opted_out=wanted)

    @rule(chance=chances, wanted=st.booleans())
    def opt_out_here(self, chance, wanted):
        if record_id := self._one(self.expected.open_here(), chance):
            two_ways.edit(self.instance, record_id, unsubscribed=wanted)
            if wanted:
                self.expected.opt_out_here(record_id)
            self.in_step = False

    @rule(prefix=prefixes, chance=chances)
    def delete(self, prefix, chance):
        if record_id := self._one(self.expected.open_there(prefix), chance):
            self.org.delete(NAMES[prefix], record_id)
            self._changed(record_id, is_deleted=True)

    @rule(chance=chances)
    def undelete(self, chance):
        if record_id := self._one(self.expected.in_bin(), chance):
            self.org.undelete(NAMES[record_id[:3]], record_id)
            self._changed(record_id, is_deleted=False, master=None)

    @rule(prefix=prefixes, chance=chances)
    def merge(self, prefix, chance):
        listed = self.expected.open_there(prefix)
        master, loser = self._one(listed, chance), self._one(listed, chance + 1)
        if master and loser and master != loser:
            self.org.merge(NAMES[prefix], master, loser)
            self._changed(loser, is_deleted=True, master=master)

    @rule(chance=chances)
    def convert(self, chance):
        if lead := self._one(self.expected.open_there(LEAD), chance):
            contact = self.org.convert(lead)
            self.expected.there[contact] = dataclasses.replace(self.expected.there[lead], has_opted_out=False)
            self._changed(lead, contact=contact)

    @precondition(lambda self: self.expected.in_bin())
    @rule()
    def empty_bin(self):
        self.org.empty_bin()
        self.expected.purged |= set(self.expected.in_bin())
        self.in_step = False

    @rule()
    def cycle(self):
        deadline = time.monotonic() + PATIENCE
        while cycles.run(self.instance, hurry=True, is_watched=True) is not None:
            assert time.monotonic() < deadline
        assert Cycle.objects.of(self.instance).first().status == "succeeded"
        self.expected.cycle()
        self.in_step = True

    @rule()
    def cycle_by_bulk(self):
        few, changes.FEW, rounds.FEW = changes.FEW, 0, 0
        try:
            self.cycle()
        finally:
            changes.FEW = rounds.FEW = few

    @rule(kind=st.sampled_from(STUMBLES), after=st.integers(min_value=0, max_value=5))
    def stumble(self, kind, after):
        """A cycle that breaks off anywhere, and the next one."""
        self.org.trainer("POST", "faults", {"kind": kind, "after": after, "size": 100})
        cycles.run(self.instance, hurry=True)
        self.org.trainer("DELETE", "faults")
        self.cycle()

    @invariant()
    def agree(self):
        if self.in_step:
            assert self._here() == {each: _judged(person) for each, person in self.expected.here.items()}
            assert self._there() == {each: self._said(each) for each in self.expected.open_there()}

    def teardown(self):
        if self.expected.there:
            self.cycle()
            self.agree()

    def _here(self):
        with database.connect(self.instance) as connection:
            rows = connection.execute(HERE, [list(self.expected.there)])
            return {sfdc_id: _judged(Person(*values)) for sfdc_id, *values in rows}

    def _there(self):
        found = {}
        for prefix, name in NAMES.items():
            listed = ", ".join(f"'{each}'" for each in ["000000000000000", *self.expected.open_there(prefix)])
            soql = f"SELECT Id, LastName, Phone, {OPT_OUT} FROM {name} WHERE Id IN ({listed})"
            for record in self.org.colleague.query(soql)["records"]:
                found[record["Id"]] = (record["LastName"], record["Phone"], record[OPT_OUT])
        return found

    def _said(self, record_id):
        person = self.expected.there[record_id]
        return person.name, person.phone, person.has_opted_out

    def _name(self):
        self.number += 1
        return f"Person {self.number}"

    def _one(self, ids, chance):
        return ids[chance % len(ids)] if ids else None

    def _changed(self, record_id, **values):
        self.expected.change_there(record_id, **values)
        self.in_step = False


def _judged(person):
    """An opt-out says something of people with whom somebody can still work."""
    return person if person.is_open else dataclasses.replace(person, has_opted_out=False)


class TestBothSides:
    def test_agree_with_the_rules_after_every_cycle(self, synced, org):
        run_state_machine_as_test(
            lambda: BothSides(synced, org),
            settings=settings(
                max_examples=8,
                stateful_step_count=12,
                derandomize=True,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )

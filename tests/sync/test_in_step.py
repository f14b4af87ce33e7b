"""Whatever people do in Salesforce between two cycles, our side agrees with a simple model of the rules."""

from __future__ import annotations

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
from tests.sync.conftest import to_the_end
from tests.sync.expected import Expected, Person

LEAD, CONTACT = "00Q", "003"
NAMES = {LEAD: "Lead", CONTACT: "Contact"}
STUMBLES = ("error-500", "busy-503", "html-200", "reset", "expire-session")
PATIENCE = 60.0
HERE = """
SELECT sfdc_id, name, is_deleted, master_record_id, converted_contact_id FROM person WHERE sfdc_id = ANY (%s)
"""
chances = st.integers(min_value=0, max_value=10**6)


@pytest.fixture
def synced(connected):
    to_the_end(connected)
    cycles.run(connected, hurry=True, is_watched=True)
    return connected


class People(RuleBasedStateMachine):
    """Each trial works with people of its own in one org."""

    def __init__(self, instance, org):
        super().__init__()
        self.instance = instance
        self.org = org
        self.expected = Expected()
        self.number = 0
        self.in_step = False

    @initialize()
    def begin(self):
        for prefix in (LEAD, LEAD, CONTACT, CONTACT):
            self.arrive(prefix)

    @rule(prefix=st.sampled_from(list(NAMES)))
    def arrive(self, prefix):
        company = {"Company": "Quay Ltd"} if prefix == LEAD else {}
        name = self._name()
        self._changed({self.org.create(NAMES[prefix], LastName=name, **company): Person(name)})

    @rule(prefix=st.sampled_from(list(NAMES)), chance=chances)
    def edit(self, prefix, chance):
        if record_id := self._one(self.expected.alive(prefix), chance):
            name = self._name()
            self.org.change(NAMES[prefix], [record_id], LastName=name)
            self._change(record_id, name=name)

    @rule(prefix=st.sampled_from(list(NAMES)), chance=chances)
    def delete(self, prefix, chance):
        if record_id := self._one(self.expected.alive(prefix), chance):
            self.org.delete(NAMES[prefix], record_id)
            self._change(record_id, is_deleted=True)

    @rule(chance=chances)
    def undelete(self, chance):
        if record_id := self._one(self.expected.in_bin(), chance):
            self.org.undelete(NAMES[record_id[:3]], record_id)
            self._change(record_id, is_deleted=False, master=None)

    @rule(prefix=st.sampled_from(list(NAMES)), chance=chances)
    def merge(self, prefix, chance):
        alive = self.expected.alive(prefix)
        master, loser = self._one(alive, chance), self._one(alive, chance + 1)
        if master and loser and master != loser:
            self.org.merge(NAMES[prefix], master, loser)
            self._change(loser, is_deleted=True, master=master)

    @rule(chance=chances)
    def convert(self, chance):
        if lead := self._one(self.expected.alive(LEAD), chance):
            contact = self.org.convert(lead)
            self._changed({contact: Person(self.expected.there[lead].name)})
            self._change(lead, contact=contact)

    @precondition(lambda self: self.expected.in_bin())
    @rule()
    def empty_bin(self):
        self.org.empty_bin()
        self.expected.purged |= set(self.expected.in_bin())
        self.in_step = False

    @rule()
    def cycle(self):
        self._cycle()

    @rule()
    def cycle_by_bulk(self):
        few, changes.FEW, rounds.FEW = changes.FEW, 0, 0
        try:
            self._cycle()
        finally:
            changes.FEW = rounds.FEW = few

    @rule(kind=st.sampled_from(STUMBLES), after=st.integers(min_value=0, max_value=3))
    def stumble(self, kind, after):
        """A cycle that breaks off anywhere, and the next one."""
        self.org.trainer("POST", "faults", {"kind": kind, "after": after, "size": 100})
        cycles.run(self.instance, hurry=True)
        self.org.trainer("DELETE", "faults")
        self._cycle()

    @invariant()
    def agrees(self):
        if self.in_step:
            assert self._here() == self.expected.here

    def teardown(self):
        if self.expected.there:
            self._cycle()
            assert self._here() == self.expected.here

    def _cycle(self):
        deadline = time.monotonic() + PATIENCE
        while cycles.run(self.instance, hurry=True, is_watched=True) is not None:
            assert time.monotonic() < deadline
        assert Cycle.objects.of(self.instance).first().status == "succeeded"
        self.expected.cycle()
        self.in_step = True

    def _here(self):
        with database.connect(self.instance) as connection:
            rows = connection.execute(HERE, [list(self.expected.there)])
            return {sfdc_id: Person(*values) for sfdc_id, *values in rows}

    def _name(self):
        self.number += 1
        return f"Person {self.number}"

    def _one(self, ids, chance):
        return ids[chance % len(ids)] if ids else None

    def _change(self, record_id, **values):
        self.expected.change(record_id, **values)
        self.in_step = False

    def _changed(self, born):
        self.expected.there.update(born)
        self.in_step = False


class TestOurSide:
    def test_agrees_with_the_rules_after_every_cycle(self, synced, org):
        run_state_machine_as_test(
            lambda: People(synced, org),
            settings=settings(
                max_examples=8,
                stateful_step_count=12,
                derandomize=True,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )

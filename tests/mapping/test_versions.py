"""What the mapping was after each change, and the way back."""

from __future__ import annotations

import pytest

from apps.mapping import choice, ledger, lock, mapping_file, parting, restoring, versions
from apps.mapping.errors import ListChanged, MappingLocked
from apps.mapping.models import Mapping


@pytest.fixture
def paired(discovered, mina):
    """Version 1: Budget and NPS Score apart; version 2: in one column."""
    choice.save(discovered, "Lead", shown=["Budget__c"], ticked=["Budget__c"])
    choice.save(discovered, "Contact", shown=["NPS_Score__c"], ticked=["NPS_Score__c"])
    shown = ledger.preview(discovered)
    ledger.accept(discovered, shown.count, shown.hash, mina)
    sides = [parting.find(discovered, *each) for each in (("Lead", "Budget__c"), ("Contact", "NPS_Score__c"))]
    parting.pair(discovered, *sides, by=mina)
    return discovered


def column_of_score(instance):
    return Mapping.objects.of(instance).get(source="NPS_Score__c").field.name


def restore(instance, number, user):
    version = versions.find(instance, number)
    proposal, _kept = restoring.preview(instance, version)
    restoring.restore(instance, version, proposal.hash, by=user)


class TestKeep:
    def test_makes_one_for_each_change_with_who_and_what(self, paired):
        last, first = versions.of(paired)

        assert (first.event.kind, last.event.kind) == ("mapping.created", "mapping.paired")
        assert last.event.actor_name == "Mina Oh"


class TestCompare:
    def test_names_the_field_with_its_column_before_and_after(self, paired):
        last, first = versions.of(paired)

        (found,) = versions.compare(first.document, last.document)

        assert found == ("Contact", "NPS_Score__c", "nps_score", "budget")


class TestRestore:
    def test_brings_the_mapping_back_and_keeps_what_was(self, paired, mina):
        restore(paired, 1, mina)

        assert column_of_score(paired) == "nps_score"
        assert versions.of(paired).first().number == 3
        assert mapping_file.write(paired) == versions.find(paired, 1).document

    def test_does_nothing_else_than_what_was_shown(self, paired, mina):
        with pytest.raises(ListChanged):
            restoring.restore(paired, versions.find(paired, 1), "0" * 64, by=mina)

        assert column_of_score(paired) == "budget"

    def test_is_refused_once_the_initial_sync_was_started(self, paired, mina):
        lock.lock(paired)

        with pytest.raises(MappingLocked):
            restore(paired, 1, mina)

"""A mapping file: out of one instance, into another, all of it or nothing."""

from __future__ import annotations

import pytest

from apps.mapping import choice, importing, ledger, lock, mapping_file, pairs
from apps.mapping.errors import ListChanged, MappingLocked
from apps.mapping.models import CatalogueField, Mapping
from apps.marketing.models import Field
from apps.timeline.models import Event


@pytest.fixture
def accepted(discovered, mina):
    """Customer Tier is paired; Budget is the Lead's, NPS Score the Contact's."""
    choice.save(discovered, "Lead", shown=["Customer_Tier__c", "Budget__c"], ticked=["Customer_Tier__c", "Budget__c"])
    contact = ["Customer_Tier__c", "NPS_Score__c"]
    choice.save(discovered, "Contact", shown=contact, ticked=contact)
    shown = ledger.preview(discovered)
    ledger.accept(discovered, shown.count, shown.hash, mina)
    return discovered


def is_chosen(instance, object_name, source):
    return CatalogueField.objects.of(instance).get(object__name=object_name, name=source).is_chosen


def column_of(instance, object_name, source):
    return {pair.source: pair.column for pair in pairs.of(instance, object_name)}.get(source)


def edited(instance, before, after):
    text = mapping_file.write(instance)
    assert before in text
    return text.replace(before, after)


def state(instance):
    fields = CatalogueField.objects.of(instance).order_by("pk").values_list("pk", "is_chosen")
    mappings = Mapping.objects.of(instance).order_by("pk").values_list("pk", "field", "is_hidden")
    return list(fields), list(mappings)


def take_over(instance, text, user):
    proposal, faults = importing.propose(instance, text)
    assert faults == []
    return importing.apply(instance, text, proposal.hash, by=user)


class TestWrite:
    def test_names_what_is_chosen_its_type_and_its_column(self, accepted):
        text = mapping_file.write(accepted)

        assert text.startswith("gangway_mapping: 1\nfields:\n  Lead:\n")
        assert "    Budget__c:\n      type: currency\n      column: budget\n" in text

    def test_changes_nothing_when_it_is_read_back(self, accepted):
        proposal, faults = importing.propose(accepted, mapping_file.write(accepted))

        assert faults == []
        assert proposal.is_empty


class TestPropose:
    @pytest.mark.parametrize(
        ("text", "line", "field", "reason"),
        [
            ("gangway_mapping: 1\nfields:\n  Lead: [", 3, "", "This is not YAML"),
            ("gangway_mapping: 1\nfields:\n\tLead:", 3, "", "This is not YAML"),
            ("a: \x00", 1, "", "This is not YAML"),
            ("[" * 5000, 1, "", "This is not YAML"),
            ("", 1, "", "not a mapping file"),
            ("fields: {}", 1, "", "not a mapping file"),
            ("gangway_mapping: 1\nfields:\n  Asset: {}", 3, "Asset", "No fields are chosen"),
            ("gangway_mapping: 1\nfields:\n  Lead:\n    Nope__c: {}", 4, "Lead.Nope__c", "no such field"),
            ("gangway_mapping: 1\nfields:\n  Lead:\n    Budget__c: {type: date}", 4, "Lead.Budget__c", "of type date"),
            (
                "gangway_mapping: 1\nfields:\n  Lead:\n    Budget__c: {}\n    Budget__c: {}",
                5,
                "Lead.Budget__c",
                "there twice",
            ),
        ],
    )
    def test_says_line_field_and_reason(self, discovered, text, line, field, reason):
        proposal, faults = importing.propose(discovered, text)

        assert proposal is None
        assert (faults[0].line, faults[0].field) == (line, field)
        assert reason in faults[0].reason

    def test_refuses_a_column_that_the_values_do_not_fit(self, accepted):
        text = edited(accepted, "column: customer_tier\n", "column: budget\n")

        _proposal, faults = importing.propose(accepted, text)

        assert "do not fit into the column budget" in " ".join(fault.reason for fault in faults)

    def test_refuses_two_fields_for_one_column(self, accepted):
        text = edited(accepted, "column: budget\n", "column: customer_tier\n")

        _proposal, faults = importing.propose(accepted, text)

        assert [fault.field for fault in faults] == ["Lead.Budget__c", "Lead.Customer_Tier__c"]

    def test_refuses_to_move_what_is_fixed(self, accepted):
        text = edited(accepted, "column: email_address\n", "column: customer_tier\n")

        _proposal, faults = importing.propose(accepted, text)

        assert "Its mapping is fixed." in [fault.reason for fault in faults]

    def test_refuses_the_column_of_a_standard_field(self, accepted):
        text = edited(accepted, "column: budget\n", "column: email_address\n")
        alone = text.replace("    Email:\n      type: email\n      column: email_address\n", "")

        _proposal, faults = importing.propose(accepted, alone)

        assert [(fault.field, fault.reason) for fault in faults] == [("Lead.Budget__c", "Its mapping is fixed.")]

    def test_changes_nothing_by_itself(self, accepted):
        before = state(accepted)

        importing.propose(accepted, edited(accepted, "    Budget__c:", "    Company_Size__c:"))
        importing.propose(accepted, "gangway_mapping: 1\nfields: {}")

        assert state(accepted) == before


class TestApply:
    def test_takes_over_a_choice_before_anything_is_created(self, discovered, mina):
        text = "gangway_mapping: 1\nfields:\n  Lead:\n    Budget__c: {type: currency, column: budget}\n"

        proposal = take_over(discovered, text, mina)

        assert is_chosen(discovered, "Lead", "Budget__c")
        assert not is_chosen(discovered, "Lead", "Industry")
        assert is_chosen(discovered, "Lead", "Email")
        assert proposal.unmade == (("Lead", "Budget__c"),)

    def test_moves_a_field_to_another_column_and_back(self, accepted, mina):
        before = mapping_file.write(accepted)

        take_over(accepted, edited(accepted, "column: nps_score\n", "column: budget\n"), mina)
        moved = column_of(accepted, "Contact", "NPS_Score__c")
        was_hidden = Field.objects.of(accepted).get(name="nps_score").is_hidden
        take_over(accepted, before, mina)

        assert (moved, was_hidden) == ("budget", True)
        assert column_of(accepted, "Contact", "NPS_Score__c") == "nps_score"

    def test_silences_what_is_not_in_the_file(self, accepted, mina):
        text = edited(accepted, "    Budget__c:\n      type: currency\n      column: budget\n", "")

        take_over(accepted, text, mina)

        assert column_of(accepted, "Lead", "Budget__c") is None
        assert not is_chosen(accepted, "Lead", "Budget__c")

    def test_gives_a_column_to_another_field_when_salesforce_has_lost_its_own(self, accepted, mina):
        text = edited(accepted, "    Budget__c:\n      type: currency", "    Lifetime_Spend__c:\n      type: currency")
        lead = CatalogueField.objects.of(accepted).get(object__name="Lead", name="Budget__c")
        CatalogueField.objects.create(
            instance=accepted, object=lead.object, name="Lifetime_Spend__c", label="Spend", type="currency"
        )
        CatalogueField.objects.of(accepted).filter(pk=lead.pk).update(is_visible=False)

        take_over(accepted, text, mina)

        assert column_of(accepted, "Lead", "Lifetime_Spend__c") == "budget"

    def test_leaves_the_fact_on_the_timeline(self, discovered, mina):
        take_over(discovered, "gangway_mapping: 1\nfields: {Lead: {Budget__c: {}}}", mina)

        assert Event.objects.of(discovered).get(kind="mapping.imported").actor == mina

    def test_is_refused_when_it_is_no_longer_what_was_shown(self, discovered, mina):
        text = "gangway_mapping: 1\nfields: {Lead: {Budget__c: {}}}"
        proposal, _faults = importing.propose(discovered, text)
        choice.save(discovered, "Lead", shown=["Budget__c"], ticked=["Budget__c"])
        before = state(discovered)

        with pytest.raises(ListChanged):
            importing.apply(discovered, text, proposal.hash, by=mina)

        assert state(discovered) == before

    def test_is_refused_once_the_initial_sync_was_started(self, discovered, mina):
        lock.lock(discovered)

        with pytest.raises(MappingLocked):
            importing.apply(discovered, "gangway_mapping: 1", "", by=mina)

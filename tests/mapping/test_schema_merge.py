"""What an administrator of Salesforce changed, beside what was decided, and taken over without losing any of it."""

from __future__ import annotations

import pytest

from apps.connections import clients
from apps.connections.models import Connection
from apps.mapping import catalogue, choice, filters, ledger, likeness, lock, pairs, schema_merge
from apps.mapping.errors import ListOpen, MappingLocked, NothingDescribed, SchemaMoved
from apps.mapping.models import CatalogueField, Mapping
from apps.salesforce import soap
from apps.timeline.models import Event
from tests.salesforce.trainer import Trainer

CHOSEN = ["Budget__c", "Customer_Tier__c", "Engagement_Score__c"]


@pytest.fixture
def trainer(practice_org):
    return Trainer(practice_org.url)


@pytest.fixture
def known(instance, trainer, mina):
    """Three fields are chosen and have their columns; one of them has a note and limits the records."""
    user, url = trainer.org["sync_user"], trainer.url
    session = soap.login(url, user["username"], user["password"], user["security_token"], practice_url=url)
    Connection.objects.create(
        instance=instance,
        environment="practice",
        expected_edition="enterprise",
        login_url=url,
        method="password",
        access_token=session.access_token,
        instance_url=session.instance_url,
    )
    catalogue.describe(instance, clients.open(instance))
    choice.save(instance, "Lead", shown=CHOSEN, ticked=CHOSEN)
    choice.note(instance, "Lead", {"Budget__c": "for the board"})
    shown = ledger.preview(instance)
    ledger.accept(instance, shown.count, shown.hash, mina)
    filters.save(instance, field(instance, "Budget__c"), "more", "5", records=None, by=mina)
    return instance


def field(instance, name):
    return CatalogueField.objects.of(instance).select_related("object").get(object__name="Lead", name=name)


def column(instance, source):
    return {pair.source: pair.column for pair in pairs.of(instance, "Lead")}.get(source)


def look(instance):
    return schema_merge.show(instance, clients.open(instance))


def on_lead(merge):
    return next(each for each in merge.objects if each.name == "Lead")


def take_over(instance, merge, *carried, by=None):
    return schema_merge.take_over(instance, clients.open(instance), merge.hash, carried, by=by)


def add(trainer, name, label, **metadata):
    made = {"label": label, **(metadata or {"type": "Text", "length": 80})}
    trainer.do("fields", object="Lead", field=name, metadata=made)


def rename(trainer, name, to):
    trainer.do("fields/rename", object="Lead", field=name, to=to)


def retype(trainer, name, **metadata):
    trainer.do("fields/retype", object="Lead", field=name, metadata=metadata)


class TestShow:
    def test_finds_nothing_where_nothing_changed(self, known):
        merge = look(known)

        assert merge.changed == []
        assert merge.stays == CatalogueField.objects.of(known).count()

    def test_costs_one_call_and_saves_nothing(self, known, trainer):
        add(trainer, "Moon_Phase__c", "Moon phase")
        client = clients.open(known)

        schema_merge.show(known, client)

        assert client.calls == 1
        assert not CatalogueField.objects.of(known).filter(name="Moon_Phase__c").exists()

    def test_names_what_was_added(self, known, trainer):
        add(trainer, "Moon_Phase__c", "Moon phase")

        [change] = on_lead(look(known)).changes

        assert (change.kind, change.name, change.label, change.type) == (
            "added",
            "Moon_Phase__c",
            "Moon phase",
            "Text 80",
        )

    def test_names_what_is_gone_with_what_was_decided(self, known, trainer):
        trainer.do("hidden", object="Lead", field="Budget__c", hidden=True)

        [change] = on_lead(look(known)).changes

        assert (change.kind, change.name) == ("gone", "Budget__c")
        assert (change.decided.column, change.decided.note, change.decided.limits) == ("budget", "for the board", True)

    def test_says_of_another_type_whether_the_column_holds_it(self, known, trainer):
        retype(trainer, "Budget__c", type="Text", length=40)
        retype(trainer, "Customer_Tier__c", type="Number", precision=5, scale=0)

        effects = {each.name: (each.kind, each.effect) for each in on_lead(look(known)).changes}

        assert effects == {"Budget__c": ("retyped", "errors"), "Customer_Tier__c": ("retyped", "fits")}

    def test_asks_about_a_probable_rename(self, known, trainer):
        rename(trainer, "Budget__c", "Budget_EUR__c")

        [change] = on_lead(look(known)).changes

        assert (change.kind, change.before, change.name) == ("renamed", "Budget__c", "Budget_EUR__c")
        assert change.score >= likeness.ENOUGH
        assert change.decided.column == "budget"

    def test_does_not_take_a_field_of_another_type_for_the_same(self, known, trainer):
        trainer.do("hidden", object="Lead", field="Budget__c", hidden=True)
        add(trainer, "Budget_2__c", "Budget", type="Checkbox", defaultValue="false")

        kinds = sorted(each.kind for each in on_lead(look(known)).changes)

        assert kinds == ["added", "gone"]

    def test_still_asks_when_a_sync_or_a_discovery_was_faster(self, known, trainer):
        rename(trainer, "Budget__c", "Budget_EUR__c")
        catalogue.save_one(known, "Lead", clients.open(known).describe("Lead"))

        [change] = on_lead(look(known)).changes

        assert (change.kind, change.before, change.name) == ("renamed", "Budget__c", "Budget_EUR__c")

    def test_wants_fields_that_were_read_before(self, known):
        CatalogueField.objects.of(known).delete()
        for row in {*known.catalogue.all()}:
            row.delete()

        with pytest.raises(NothingDescribed):
            look(known)


class TestTakeOver:
    def test_carries_choice_note_mapping_and_filter_to_the_accepted_name(self, known, trainer):
        rename(trainer, "Budget__c", "Budget_EUR__c")

        take_over(known, look(known), "Lead.Budget__c>Budget_EUR__c")

        after = field(known, "Budget_EUR__c")
        assert (after.is_chosen, after.note) == (True, "for the board")
        assert column(known, "Budget_EUR__c") == "budget"
        assert filters.conditions(known) == {"Lead": "Budget_EUR__c > 5"}
        assert ledger.preview(known).plan.is_empty

    def test_leaves_nothing_to_ask_after_it(self, known, trainer):
        rename(trainer, "Budget__c", "Budget_EUR__c")

        take_over(known, look(known), "Lead.Budget__c>Budget_EUR__c")

        assert look(known).changed == []

    def test_keeps_every_decision_of_a_rename_that_nobody_accepted(self, known, trainer):
        rename(trainer, "Budget__c", "Budget_EUR__c")

        take_over(known, look(known))

        before, after = field(known, "Budget__c"), field(known, "Budget_EUR__c")
        assert (before.is_visible, before.is_chosen, before.note) == (False, True, "for the board")
        assert (after.is_visible, after.is_chosen, after.note) == (True, False, "")
        assert Mapping.objects.of(known).get(object="Lead", source="Budget__c").field.name == "budget"
        assert [each.kind for each in on_lead(look(known)).changes] == ["renamed"]

    def test_lets_a_field_flow_again_that_came_back(self, known, trainer):
        trainer.do("hidden", object="Lead", field="Budget__c", hidden=True)
        take_over(known, look(known))
        assert column(known, "Budget__c") is None
        trainer.do("hidden", object="Lead", field="Budget__c", hidden=False)

        merge = take_over(known, look(known))

        assert [each.kind for each in on_lead(merge).changes] == ["back"]
        assert column(known, "Budget__c") == "budget"

    def test_tells_the_timeline_in_numbers(self, known, trainer, mina):
        add(trainer, "Moon_Phase__c", "Moon phase")
        rename(trainer, "Budget__c", "Budget_EUR__c")
        trainer.do("hidden", object="Lead", field="Engagement_Score__c", hidden=True)

        take_over(known, look(known), "Lead.Budget__c>Budget_EUR__c", by=mina)

        told = Event.objects.of(known).get(kind="mapping.merged").sentence
        assert told == (
            "Mina Oh took over what Salesforce changed: 1 fields added, 1 gone, 0 of another type, 1 carried over to a"
            " new name."
        )

    def test_changes_nothing_where_salesforce_moved_on_meanwhile(self, known, trainer):
        add(trainer, "Moon_Phase__c", "Moon phase")
        merge = look(known)
        rename(trainer, "Budget__c", "Budget_EUR__c")

        with pytest.raises(SchemaMoved):
            take_over(known, merge)

        assert field(known, "Budget__c").is_visible
        assert not CatalogueField.objects.of(known).filter(name="Moon_Phase__c").exists()

    def test_waits_for_an_accepted_list_that_names_the_fields_as_they_were(self, known, mina):
        choice.save(known, "Lead", shown=["Region__c"], ticked=["Region__c"])
        shown = ledger.preview(known)
        ledger.sign(known, shown, shown.count, shown.hash, mina, statement="")

        with pytest.raises(ListOpen):
            take_over(known, look(known))

    def test_is_refused_once_the_initial_sync_was_started(self, known):
        lock.lock(known)

        with pytest.raises(MappingLocked):
            take_over(known, look(known))

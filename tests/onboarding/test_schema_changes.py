"""Reset schema, as an operator meets it: everything is shown before anything is taken over."""

from __future__ import annotations

import re

import pytest

from apps.connections import clients
from apps.mapping import catalogue, choice, ledger, lock
from apps.mapping.models import CatalogueField, Mapping
from apps.sync import cycles
from apps.sync.models import Backfill
from tests.sync.conftest import to_the_end

RENAMED = "Lead.Budget__c>Budget_EUR__c"


class Desk:
    def __init__(self, journey, trainer):
        self.journey, self.trainer = journey, trainer
        self.instance = journey.instance

    def change(self):
        self.trainer.do("fields/rename", object="Lead", field="Budget__c", to="Budget_EUR__c")
        text = {"type": "Text", "length": 80, "label": "Moon phase"}
        self.trainer.do("fields", object="Lead", field="Moon_Phase__c", metadata=text)

    def page(self):
        return self.journey.browser.get(self.journey.url("schema_changes")).content.decode()

    def take_over(self, page, **said):
        seen = re.search(r'name="seen" value="(\w+)"', page)[1]
        return self.journey.browser.post(self.journey.url("schema_changes"), {"seen": seen, **said}, follow=True)

    def source_of(self, column):
        return Mapping.objects.of(self.instance).get(object="Lead", field__name=column).source


@pytest.fixture
def desk(troubled, trainer, placement):
    troubled.connected()
    catalogue.describe(troubled.instance, clients.open(troubled.instance))
    choice.save(troubled.instance, "Lead", shown=["Budget__c"], ticked=["Budget__c"])
    choice.note(troubled.instance, "Lead", {"Budget__c": "for the board"})
    shown = ledger.preview(troubled.instance)
    ledger.accept(troubled.instance, shown.count, shown.hash, None)
    return Desk(troubled, trainer)


class TestResetSchema:
    def test_says_when_salesforce_changed_nothing(self, desk):
        assert "Salesforce changed nothing" in desk.page()

    def test_shows_what_changed_and_what_was_decided_before_anything_changes(self, desk):
        desk.change()

        page = desk.page()

        assert "was Budget__c; alike by " in page
        assert "feeds <code>budget</code>" in page
        assert "“for the board”" in page
        assert "Moon_Phase__c" in page
        assert not CatalogueField.objects.of(desk.instance).filter(name="Moon_Phase__c").exists()

    def test_takes_over_with_the_renames_that_were_accepted(self, desk):
        desk.change()

        answer = desk.take_over(desk.page(), carry=RENAMED)

        assert "The decisions about 1 renamed field went along." in answer.content.decode()
        assert desk.source_of("budget") == "Budget_EUR__c"

    def test_leaves_a_rename_alone_that_was_not_accepted(self, desk):
        desk.change()

        answer = desk.take_over(desk.page())

        assert "Every decision stays as it was." in answer.content.decode()
        assert desk.source_of("budget") == "Budget__c"

    def test_offers_a_column_of_its_own_to_a_field_of_another_type(self, desk):
        desk.trainer.do("fields/retype", object="Lead", field="Budget__c", metadata={"type": "Text", "length": 40})
        page = desk.page()
        assert "a value that does not fit becomes a row error" in page
        desk.take_over(page)
        assert "Columns of an earlier type" in desk.page()
        pk = Mapping.objects.of(desk.instance).get(object="Lead", source="Budget__c").pk
        own = desk.journey.url("own_column", pk)
        listed = re.search(r'name="list_hash" value="(\w+)"', desk.journey.browser.get(own).content.decode())[1]

        answer = desk.journey.browser.post(own, {"list_hash": listed, "typed": "1"}, follow=True)

        assert "The column was created. Receipt" in answer.content.decode()
        assert desk.source_of("lead_budget") == "Budget__c"

    def test_shows_anew_what_moved_on_meanwhile(self, desk):
        desk.change()
        page = desk.page()
        desk.trainer.do("hidden", object="Lead", field="Customer_Tier__c", hidden=True)

        answer = desk.take_over(page, carry=RENAMED)

        assert answer.status_code == 422
        assert "Salesforce changed once more" in answer.content.decode()
        assert desk.source_of("budget") == "Budget__c"

    def test_says_what_stands_in_the_way_when_salesforce_does_not_answer(self, desk):
        desk.trainer.do("switches", user_has_api=False)

        answer = desk.journey.browser.get(desk.journey.url("schema_changes"))

        assert answer.status_code == 503
        assert "Look again" in answer.content.decode()

    def test_points_to_the_first_reading_where_nothing_was_read(self, cast):
        page = cast.browser("operator").get(f"/instances/{cast.instance.key}/mapping/schema/").content.decode()

        assert "The fields are not known yet" in page


class TestResetSchemaOfARunningSync:
    def test_is_locked_until_the_initial_sync_is_through(self, desk):
        desk.change()
        page = desk.page()
        lock.lock(desk.instance)

        answer = desk.take_over(page, carry=RENAMED)

        assert "Locked while the initial sync runs." in answer.content.decode()
        assert "Locked while the initial sync runs." in desk.page()
        assert desk.source_of("budget") == "Budget__c"

    def test_carries_a_rename_over_and_brings_what_was_missed(self, desk):
        lock.lock(desk.instance)
        to_the_end(desk.instance)
        cycles.run(desk.instance, hurry=True)
        desk.change()
        cycles.run(desk.instance, hurry=True)

        desk.take_over(desk.page(), carry=RENAMED, backfill="on")

        assert desk.source_of("budget") == "Budget_EUR__c"
        assert Backfill.objects.of(desk.instance).get().sources == ["Budget_EUR__c"]

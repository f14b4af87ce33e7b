from __future__ import annotations

import pytest

from apps.mapping import choice, ledger, lock, pairs
from apps.mapping.errors import CountDiffers, ListChanged, MappingLocked, NothingAccepted
from apps.mapping.models import Acceptance, CatalogueField, CatalogueObject, Mapping
from apps.marketing import columns, database, fields
from apps.marketing.models import Field
from apps.marketing.types import ColumnType


def tick(instance, object_name, *names):
    choice.save(instance, object_name, shown=names, ticked=names)


def untick(instance, object_name, *names):
    choice.save(instance, object_name, shown=names, ticked=[])


def accept(instance, user):
    shown = ledger.preview(instance)
    return ledger.accept(instance, shown.count, shown.hash, user, statement="For good.")


def named(instance):
    return {line.field.name: line for line in ledger.preview(instance).lines}


def present(instance):
    with database.connect(instance) as connection:
        return columns.present(connection, instance)


def describe_more(instance, object_name, name, type_="string"):
    described = CatalogueObject.objects.of(instance).get(name=object_name)
    return CatalogueField.objects.create(
        instance=instance, object=described, name=name, label=name, type=type_, is_custom=True, is_chosen=True
    )


class TestPreview:
    def test_counts_a_lead_and_a_contact_field_of_the_same_name_once(self, discovered):
        before = ledger.preview(discovered).count

        tick(discovered, "Lead", "Customer_Tier__c")
        tick(discovered, "Contact", "Customer_Tier__c")

        assert ledger.preview(discovered).count == before + 1
        assert named(discovered)["customer_tier"].field.sources == ("Lead.Customer_Tier__c", "Contact.Customer_Tier__c")

    def test_pairs_by_the_default_mapping_where_the_names_differ(self, discovered):
        assert named(discovered)["city"].field.sources == ("Lead.City", "Contact.MailingCity")

    def test_names_columns_as_the_default_mapping_labels_them(self, discovered):
        found = named(discovered)

        assert {"email_address", "phone_number", "job_title", "score", "company_name", "account_type"} <= set(found)

    def test_keeps_two_fields_of_different_type_apart(self, discovered):
        describe_more(discovered, "Lead", "Size__c", "double")
        describe_more(discovered, "Contact", "Size__c")

        found = named(discovered)

        assert (found["size"].field.type, found["contact_size"].field.type) == (ColumnType.NUMERIC, ColumnType.TEXT)
        assert found["contact_size"].why == "taken"

    def test_keeps_two_long_names_of_different_type_apart(self, discovered, mina):
        long = "Reason_For_Which_The_Customer_Left_Us_As_Told_On_The_Phone_1__c"
        describe_more(discovered, "Lead", long, "double")
        describe_more(discovered, "Contact", long)

        accepted = accept(discovered, mina)

        assert {(name, type_) for _kind, name, type_ in present(discovered)} >= {
            (each["name"], each["type"]) for each in accepted.plan["fields"]
        }

    def test_shows_beforehand_why_a_column_has_another_name(self, discovered):
        describe_more(discovered, "Lead", "Group__c")

        assert named(discovered)["group_"].why == "reserved"

    def test_is_the_same_list_every_time(self, discovered):
        assert ledger.preview(discovered).hash == ledger.preview(discovered).hash

    def test_is_another_list_when_another_field_is_chosen(self, discovered):
        before = ledger.preview(discovered).hash

        tick(discovered, "Lead", "Budget__c")

        assert ledger.preview(discovered).hash != before

    def test_splits_the_count_by_kind(self, discovered):
        shown = ledger.preview(discovered)

        assert shown.by_kind == {"person": shown.count - 24, "company": 15, "opportunity": 9}


class TestAccept:
    def test_creates_exactly_what_was_shown(self, discovered, mina):
        fields.create(discovered, [], statement="", accepted_by=None)
        before = present(discovered)
        shown = ledger.preview(discovered)

        accepted = accept(discovered, mina)

        assert present(discovered) - before == {field.column for field in shown.plan.fields}
        assert Field.objects.of(discovered).count() == accepted.count == shown.count

    def test_keeps_the_text_the_list_the_name_and_the_hash(self, discovered, mina):
        shown = ledger.preview(discovered)

        accept(discovered, mina)

        kept = Acceptance.objects.of(discovered).get()
        receipt = fields.find_receipt(discovered, shown.hash)
        assert (kept.statement, kept.accepted_by, kept.list_hash) == ("For good.", mina, shown.hash)
        assert (receipt.statement, receipt.accepted_by) == ("For good.", "Mina Oh")
        assert receipt.fields == shown.plan.fields

    def test_refuses_another_number_and_creates_nothing(self, discovered, mina):
        shown = ledger.preview(discovered)

        with pytest.raises(CountDiffers):
            ledger.accept(discovered, shown.count + 1, shown.hash, mina)

        assert present(discovered) == frozenset()

    def test_refuses_a_list_that_has_changed_meanwhile(self, discovered, mina):
        shown = ledger.preview(discovered)
        tick(discovered, "Lead", "Budget__c")

        with pytest.raises(ListChanged):
            ledger.accept(discovered, shown.count, shown.hash, mina)

        assert not Acceptance.objects.of(discovered).exists()

    def test_is_refused_once_the_initial_sync_was_started(self, discovered, mina):
        lock.lock(discovered)

        with pytest.raises(MappingLocked):
            accept(discovered, mina)

    def test_leaves_nothing_to_accept_afterwards(self, discovered, mina):
        accept(discovered, mina)

        assert ledger.preview(discovered).plan.is_empty

    def test_never_creates_a_field_that_was_left_out(self, discovered, mina):
        accept(discovered, mina)

        assert "budget" not in columns.names_of(present(discovered), "person")


class TestFulfil:
    def test_has_nothing_to_do_before_anybody_accepted(self, discovered):
        with pytest.raises(NothingAccepted):
            ledger.fulfil(discovered)

    def test_makes_what_was_accepted_whatever_was_chosen_since(self, discovered, mina):
        shown = ledger.preview(discovered)
        ledger.sign(discovered, shown, shown.count, shown.hash, mina, statement="")
        tick(discovered, "Lead", "Budget__c")

        ledger.fulfil(discovered)

        assert Field.objects.of(discovered).count() == shown.count
        assert not Field.objects.of(discovered).filter(name="budget").exists()

    def test_changes_nothing_the_second_time(self, discovered, mina):
        first = accept(discovered, mina)
        before = present(discovered)

        second = ledger.fulfil(discovered)

        assert (second.pk, present(discovered)) == (first.pk, before)

    def test_carries_out_only_the_list_that_was_accepted_last(self, discovered, mina):
        first = ledger.preview(discovered)
        ledger.sign(discovered, first, first.count, first.hash, mina, statement="")
        untick(discovered, "Lead", "Website")
        second = ledger.preview(discovered)
        ledger.sign(discovered, second, second.count, second.hash, mina, statement="")

        ledger.fulfil(discovered)

        assert Field.objects.of(discovered).count() == second.count == first.count - 1
        assert Acceptance.objects.of(discovered).filter(withdrawn_at__isnull=False).count() == 1

    def test_finishes_what_a_crash_left_half_done(self, discovered, mina):
        shown = ledger.preview(discovered)
        ledger.sign(discovered, shown, shown.count, shown.hash, mina, statement="")
        fields.create(discovered, shown.plan.fields, statement="", accepted_by=mina, list_hash=shown.hash)

        ledger.settle(discovered)

        assert ledger.preview(discovered).plan.is_empty
        assert Mapping.objects.of(discovered).filter(source="MailingCity", field__name="city").exists()


class TestASecondAcceptance:
    def test_creates_only_what_is_new(self, discovered, mina):
        accept(discovered, mina)
        tick(discovered, "Lead", "Budget__c", "Competitors__c")

        shown = ledger.preview(discovered)
        accept(discovered, mina)

        assert [field.name for field in shown.plan.fields] == ["budget", "competitors"]

    def test_joins_a_contact_field_to_the_column_that_its_lead_field_has(self, discovered, mina):
        tick(discovered, "Lead", "Customer_Tier__c")
        accept(discovered, mina)
        tick(discovered, "Contact", "Customer_Tier__c")

        shown = ledger.preview(discovered)
        accept(discovered, mina)

        assert shown.count == 0
        assert {row.object for row in Mapping.objects.of(discovered).filter(field__name="customer_tier")} == {
            "Lead",
            "Contact",
        }

    def test_keeps_the_column_of_a_field_that_was_left_out_again(self, discovered, mina):
        accept(discovered, mina)
        untick(discovered, "Lead", "Website")

        accept(discovered, mina)

        assert "website" in columns.names_of(present(discovered), "person")
        assert "Website" not in [pair.source for pair in pairs.of(discovered, "Lead")]

    def test_lets_it_flow_into_the_same_column_when_it_comes_back(self, discovered, mina):
        accept(discovered, mina)
        untick(discovered, "Lead", "Website")
        accept(discovered, mina)
        tick(discovered, "Lead", "Website")

        shown = ledger.preview(discovered)
        accept(discovered, mina)

        assert shown.count == 0
        assert ("Website", "website") in [(pair.source, pair.column) for pair in pairs.of(discovered, "Lead")]


class TestPairsOf:
    def test_is_the_fixed_fields_before_anything_was_accepted(self, discovered):
        sources = [pair.source for pair in pairs.of(discovered, "Lead")]

        assert sources[:4] == ["Id", "SystemModstamp", "CreatedDate", "IsDeleted"]
        assert "Email" not in sources

    def test_names_every_column_once_and_in_the_same_order(self, discovered, mina):
        accept(discovered, mina)

        listed = pairs.of(discovered, "Contact")

        assert listed == pairs.of(discovered, "Contact")
        assert len({pair.column for pair in listed}) == len(listed)
        assert pairs.Pair("MailingCity", "city", ColumnType.TEXT) in listed

    def test_leaves_out_what_the_sync_user_cannot_see(self, discovered):
        CatalogueField.objects.of(discovered).filter(object__name="Lead", name="OwnerId").update(is_visible=False)

        assert "OwnerId" not in [pair.source for pair in pairs.of(discovered, "Lead")]

    def test_can_be_read_from_salesforce_as_it_is(self, discovered, mina, client):
        accept(discovered, mina)

        for object_name in ("Lead", "Contact", "Account", "Opportunity", "Task", "Event", "User", "CampaignMember"):
            sources = ", ".join(pair.source for pair in pairs.of(discovered, object_name))
            client.query(f"SELECT {sources} FROM {object_name} LIMIT 1")


class TestVisible:
    def test_leaves_out_an_object_that_is_hidden_from_the_sync_user(self, discovered):
        CatalogueObject.objects.of(discovered).filter(name="Campaign").update(is_visible=False)

        names = [each.name for each in pairs.visible(discovered)]

        assert "Campaign" not in names
        assert names[0] == "User"

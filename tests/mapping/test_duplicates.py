from __future__ import annotations

import datetime
import time

import pytest
import time_machine

from apps.mapping import duplicates, duplicates_alike, duplicates_listed, duplicates_reading
from apps.mapping.models import CatalogueField, DuplicatePreview, RecordFilter
from apps.marketing import database, schema
from apps.tenants.sql import read
from tests.mapping.conftest import to_the_end

LEAD = {"LastName": "Twice", "Company": "Twice Limited", "Status": "Open - Not Contacted"}


@pytest.fixture
def counted(connected, client):
    run(connected, client)
    return connected


def run(instance, client):
    def advance():
        standing = duplicates.advance(instance, client)
        time.sleep(min(standing.wait, 0.1))
        return standing

    return to_the_end(advance)


def preview(instance):
    return DuplicatePreview.objects.of(instance).get()


def found(instance, reason="email"):
    return {each["place"]: each for each in preview(instance).found if each["reason"] == reason}


def emails(client, object_name, where="Email != null"):
    return [record["Email"].lower() for record in client.query_all(f"SELECT Email FROM {object_name} WHERE {where}")]


def groups(instance, reason):
    listed = [each for each in duplicates_listed.everybody(instance) if each.reason == reason]
    return {tuple(sorted(each.name for each in listed if each.grp == grp)) for grp in {each.grp for each in listed}}


class TestAdvance:
    def test_counts_people_too_many_as_salesforce_itself_would(self, counted, client):
        leads = emails(client, "Lead", "Email != null AND IsConverted = false")
        contacts = emails(client, "Contact")

        assert duplicates.twice(counted) == len(leads) + len(contacts) - len({*leads, *contacts})
        assert found(counted).get("between", {"groups": 0})["groups"] == len(set(leads) & set(contacts))

    def test_sees_a_lead_that_was_added_with_the_address_of_a_contact(self, counted, client):
        before = duplicates.twice(counted)
        taken = emails(client, "Contact")[0]
        client.post("sobjects/Lead", {**LEAD, "Email": taken.upper()})

        run(counted, client)

        assert duplicates.twice(counted) == before + 1

    def test_never_counts_a_converted_lead(self, counted, client):
        converted = client.count("Lead", "IsConverted = true")

        assert preview(counted).people == client.count("Lead") + client.count("Contact") - converted

    def test_reads_a_page_again_after_a_crash_without_counting_it_twice(self, connected, client):
        while duplicates.advance(connected, client).read == 0:
            time.sleep(0.05)
        DuplicatePreview.objects.of(connected).update(checkpoint={})

        run(connected, client)

        expected = client.count("Lead", "IsConverted = false") + client.count("Contact")
        assert preview(connected).people == expected

    def test_asks_only_for_fields_that_the_sync_user_may_read(self, discovered, client):
        CatalogueField.objects.of(discovered).filter(object__name="Contact", name="Email").update(is_visible=False)

        run(discovered, client)

        assert set(found(discovered)) == {"lead"}

    def test_reads_only_the_records_that_will_be_synced(self, connected, client):
        condition = "Status = 'Open - Not Contacted'"
        RecordFilter.objects.create(instance=connected, object="Lead", soql=condition)

        run(connected, client)

        wanted = client.count("Lead", f"IsConverted = false AND {condition}")
        assert preview(connected).people == wanted + client.count("Contact")
        assert wanted < client.count("Lead", "IsConverted = false")

    def test_remembers_how_quick_the_org_was(self, counted):
        places = preview(counted).checkpoint

        assert all(places[name]["values"] > 0 < places[name]["seconds"] for name in ("Lead", "Contact"))
        assert all(places[name]["waited"] >= 0 for name in ("Lead", "Contact"))


class Hall:
    """People as they were read, without an org."""

    def __init__(self, instance, client) -> None:
        self.instance = instance
        self.client = client
        self.number = 0
        with database.connect(instance) as connection:
            schema.ensure(connection, instance)

    def enter(self, name, company=None, email=None, object_name="Lead"):
        self.number += 1
        with database.connect(self.instance) as connection:
            connection.execute(read("mapping", "duplicate_person").encode())
            connection.execute(
                "CREATE TEMP TABLE page ON COMMIT DROP AS SELECT %s::text AS sfdc_id, %s::text AS name,"
                " %s::text AS email, %s::text AS company, now() AS changed_at, false AS is_converted",
                [f"{object_name}{self.number:05}", name, email, company],
            )
            duplicates_reading.keep(connection, object_name)

    def compare(self, *, ignores_plus=False):
        done = {"done": True, "read": 0}
        places = {"checkpoint": {"Lead": done, "Contact": done}, "ignores_plus": ignores_plus, "finished_at": None}
        DuplicatePreview.objects.of(self.instance).update_or_create(instance=self.instance, defaults=places)
        to_the_end(lambda: duplicates.advance(self.instance, self.client))
        return preview(self.instance)


@pytest.fixture
def hall(connected, client):
    return Hall(connected, client)


class TestByAddress:
    def test_takes_no_notice_of_case(self, hall):
        hall.enter("Anna Berg", email="Anna@Berg.example")
        hall.enter("A. Berg", email=" anna@berg.EXAMPLE ", object_name="Contact")

        hall.compare()

        assert found(hall.instance)["between"]["twice"] == 1

    def test_takes_what_follows_a_plus_for_another_address_unless_told_otherwise(self, hall):
        hall.enter("Anna Berg", email="anna+fair@berg.example")
        hall.enter("Anna Berg", email="anna@berg.example")

        hall.compare()

        assert duplicates.twice(hall.instance) == 0
        duplicates.compare_anew(hall.instance, ignores_plus=True)
        to_the_end(lambda: duplicates.advance(hall.instance, hall.client))
        assert duplicates.twice(hall.instance) == 1

    def test_finds_people_of_the_marketing_database(self, hall):
        with database.connect(hall.instance) as connection:
            connection.execute("ALTER TABLE person ADD COLUMN email_address text")
            connection.execute(
                "INSERT INTO person_marketing (name, email_address) VALUES ('Anna', 'anna@berg.example')"
            )
        hall.enter("Anna Berg", email="anna@berg.example")

        seen = hall.compare()

        assert found(hall.instance)["here"]["twice"] == 1
        assert seen.outcomes["contact"] == {"creates": 0, "joins": 1, "leaves": 0}


class TestByLikeness:
    @pytest.mark.parametrize(
        ("one", "other", "reason"),
        [
            (("Lena Ray", "Ray Optics"), ("Lena Ray", "Ray Optics Ltd."), "same"),
            (("Lena Ray", "Ray Optics"), ("RAY, Lena", "Rey Optics Inc"), "company"),
            (("Lena Ray", "Ray Optics"), ("Lenna Ray", "RAY OPTICS GmbH"), "name"),
            (("José Núñez", "Café Sol"), ("Jose Nunez", "cafe sol"), "same"),
            (("김민아", "한빛 주식회사"), ("김민아", "한빛"), "same"),
        ],
    )
    def test_finds_one_person_under_two_addresses(self, hall, one, other, reason):
        hall.enter(*one, email="lena@ray.example")
        hall.enter(*other, email="l.ray@ray.example", object_name="Contact")

        hall.compare()

        assert groups(hall.instance, reason) == {tuple(sorted((one[0], other[0])))}
        assert found(hall.instance, reason)["between"]["twice"] == 1

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (("Lena Ray", "Ray Optics"), ("Lena Ray", "Nordvik Marine")),
            (("Lena Ray", "Ray Optics"), ("Otto Ray", "Ray Optics")),
            (("Lena Ray", None), ("Lena Ray", None)),
            (("Lena Ray", "[not provided]"), ("Lena Ray", "[not provided]")),
            (("Lena Ray", "Lena Ray"), ("Lena Ray", "Lena Ray")),  # two person accounts
        ],
    )
    def test_leaves_those_apart_who_may_well_be_two(self, hall, one, other):
        hall.enter(*one)
        hall.enter(*other)

        assert hall.compare().found == []

    def test_counts_those_who_share_an_address_once(self, hall):
        hall.enter("Lena Ray", "Ray Optics", "lena@ray.example")
        hall.enter("Lena Ray", "Ray Optics", "lena@ray.example")
        hall.enter("Lena Ray", "Ray Optics", "l.ray@ray.example")

        seen = hall.compare()

        assert found(hall.instance)["lead"]["twice"] == found(hall.instance, "same")["lead"]["twice"] == 1
        assert seen.outcomes["contact"] == {"creates": 0, "joins": 1, "leaves": 2}

    def test_does_not_compare_a_crowd_and_says_so(self, hall):
        for number in range(duplicates_alike.MOST_IN_BLOCK + 1):
            hall.enter("John Doe", f"Firm{number}")

        seen = hall.compare()

        assert seen.too_large == {"blocks": 1, "named": [["doe john", duplicates_alike.MOST_IN_BLOCK + 1]]}


class TestOutcomes:
    def test_say_what_each_rule_would_do_with_everybody_who_arrives(self, hall):
        hall.enter("Anna Berg", "Berg", "anna@berg.example")
        hall.enter("A. Berg", "Berg", "anna@berg.example", "Contact")
        hall.enter("Lena Ray", "Ray Optics")
        hall.enter("Lena Ray", "Ray Optics")
        hall.enter("Ivo Zand", "Zand")

        seen = hall.compare().outcomes

        assert seen["both"] == {"creates": 5, "joins": 0, "leaves": 0}
        assert seen["contact"] == seen["recent"] == {"creates": 2, "joins": 1, "leaves": 2}
        assert seen["later"] == {"creates": 1, "joins": 0, "leaves": 4}

    def test_join_nobody_by_an_office_s_mailbox(self, hall):
        for number in range(21):
            hall.enter(f"Person{number}", email="info@office.example")

        seen = hall.compare().outcomes

        assert seen["contact"] == {"creates": 0, "joins": 0, "leaves": 21}
        assert seen["mailboxes"] == 1


class TestDiscard:
    def test_deletes_what_was_read_and_keeps_the_counts(self, counted):
        twice = duplicates.twice(counted)

        duplicates.discard(counted)

        with database.connect(counted) as connection:
            assert connection.execute("SELECT to_regclass('duplicate_person')").fetchone() == (None,)
        assert duplicates_listed.samples(counted) == []
        assert duplicates.twice(counted) == twice

    def test_happens_by_itself_after_seven_days(self, counted):
        with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=8)):
            assert duplicates.forget_old() == 1

        assert preview(counted).discarded_at is not None
        assert duplicates.forget_old() == 0

    def test_leaves_what_is_younger(self, counted):
        assert duplicates.forget_old() == 0

    def test_is_followed_by_a_new_reading(self, counted, client):
        duplicates.discard(counted)
        duplicates.compare_anew(counted, ignores_plus=True)

        run(counted, client)

        assert preview(counted).people > 0
        assert preview(counted).ignores_plus

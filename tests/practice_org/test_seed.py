from __future__ import annotations

from collections import Counter

import pytest

from tests.practice_org.client import Process

OBJECTS = ("Lead", "Contact", "Account", "Opportunity", "CampaignMember", "Task", "Event", "User")


class TestSeed:
    def test_gives_the_same_records_again(self, seeded, tmp_path):
        twin = Process(tmp_path).start()
        other = Process(tmp_path, seed=12).start()

        ours, theirs, others = (
            [one.trainer("GET", "/digest", params={"object": name, "fields": "Id,CreatedDate"}) for name in OBJECTS]
            for one in (seeded, twin.org(), other.org())
        )
        twin.stop()
        other.stop()

        assert ours == theirs
        assert ours != others

    def test_counts_leads_and_contacts(self, seeded):
        counts = seeded.facts["counts"]

        assert (counts["Lead"], counts["Contact"]) == (1_200, 800)
        assert counts["Lead"] == seeded.query("SELECT COUNT() FROM Lead")["totalSize"]

    @pytest.mark.parametrize("records", [0, 1, 30])
    def test_works_for_tiny_orgs(self, process, records):
        org = process.new_org(records=records).sign_in()

        assert org.query("SELECT COUNT() FROM Lead", "queryAll")["totalSize"] >= 1
        assert org.records("SELECT Id FROM Task LIMIT 1") is not None


class TestPeople:
    def test_repeat_some_addresses(self, seeded):
        mails = Counter(row["Email"] for row in seeded.bulk("SELECT Email FROM Lead") if row["Email"])

        twins = sum(number - 1 for number in mails.values())
        assert 0.01 < twins / sum(mails.values()) < 0.06

    def test_who_were_converted_point_to_their_contact(self, seeded):
        leads = seeded.bulk(
            "SELECT LastName, ConvertedContactId, ConvertedAccountId FROM Lead WHERE IsConverted = true"
        )
        contacts = {row["Id"]: row for row in seeded.bulk("SELECT Id, LastName, AccountId FROM Contact", "queryAll")}

        assert len(leads) == 75
        for lead in leads:
            contact = contacts[lead["ConvertedContactId"]]
            assert (contact["LastName"], contact["AccountId"]) == (lead["LastName"], lead["ConvertedAccountId"])

    def test_belong_to_users_of_the_org(self, seeded):
        users = {row["Id"] for row in seeded.bulk("SELECT Id FROM User")}

        assert {row["OwnerId"] for row in seeded.bulk("SELECT OwnerId FROM Lead")} <= users


class TestValues:
    @pytest.mark.parametrize("name", ["Lead", "Contact", "Account", "Opportunity", "Campaign"])
    def test_fit_their_fields(self, seeded, name):
        fields = {
            field["name"]: field
            for field in seeded.call("GET", f"/sobjects/{name}/describe").json()["fields"]
            if field["type"] not in {"address", "location"}
        }

        rows = seeded.bulk(f"SELECT {', '.join(fields)} FROM {name}", "queryAll")

        assert rows
        for row in rows:
            for key, value in row.items():
                check(fields[key], value)


def check(field, value: str) -> None:
    if value == "":
        assert field["nillable"] or field["calculated"], field["name"]
    elif field["type"] == "picklist":
        assert value in {entry["value"] for entry in field["picklistValues"]}, field["name"]
    elif field["type"] == "multipicklist":
        assert set(value.split(";")) <= {entry["value"] for entry in field["picklistValues"]}
    elif field["type"] == "email":
        assert value.isascii()
        assert value.count("@") == 1
        assert " " not in value
    elif field["length"]:
        assert len(value) <= field["length"], field["name"]
    elif field["type"] in {"double", "currency", "percent"}:
        assert abs(float(value)) < 10 ** (field["precision"] - field["scale"]), field["name"]

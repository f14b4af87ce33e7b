"""What is written comes out equal, value for value, for every type of field."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# What JSON and the database both carry; text keeps its spaces and line ends inside, and loses none of its letters.
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
TEXT = st.text(LETTERS | st.sampled_from(list("\"',;\\%_\n\tä한🙂")), min_size=1, max_size=60).map(
    lambda text: f"a{text}z"
)
MOMENTS = st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(2100, 1, 1))  # noqa: DTZ001 - written as UTC
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Current_Vendor__c": TEXT,  # string
    "Profile_Notes__c": TEXT,  # long text
    "Customer_Tier__c": st.sampled_from(["Bronze", "Silver", "Gold", "Platinum"]),
    "Product_Interest__c": st.sampled_from(["Analytics", "Analytics;Automation", "Commerce;Support Plan"]),
    "Region__c": st.sampled_from(["AMER", "EMEA", "APAC"]),
    "GDPR_Consent__c": st.booleans(),
    "NumberOfEmployees": st.integers(-99_999_999, 99_999_999),
    "Engagement_Score__c": st.integers(-99_999, 99_999).map(lambda cents: cents / 100),
    "Budget__c": st.integers(-(10**14), 10**14).map(lambda cents: cents / 100),
    "Discount_Offered__c": st.integers(0, 10_000).map(lambda hundredths: hundredths / 100),
    "Demo_Requested_On__c": st.dates(datetime.date(1700, 1, 1)).map(str),
    "Qualified_At__c": MOMENTS.map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}.000+0000"),
    "Callback_Time__c": st.times().map(lambda time: f"{time:%H:%M:%S}.{time.microsecond // 1000:03}Z"),
    "Personal_Email__c": st.sampled_from(["a.b+c@example.com", "x_y@mail.example.org"]),
    "Assistant_Direct_Line__c": st.sampled_from(["+82 2 123 4567", "(02) 123-4567"]),
    "Linkedin_Profile__c": st.sampled_from(["https://example.com/in/x?a=b&c=%20", "http://example.com/ä"]),
}
RECORDS = st.fixed_dictionaries({name: st.none() | values for name, values in VALUES.items()})


@pytest.fixture(scope="module")
def plain(process):
    return process.new_org(records=1).sign_in()


def expected(name: str, value: Any) -> Any:
    """A box is never null."""
    return False if name == "GDPR_Consent__c" and value is None else value


class TestValues:
    @given(given_values=RECORDS)
    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_come_out_as_they_went_in(self, plain, given_values):
        record = {"LastName": "Values", "Company": "Values Ltd", **given_values}

        made = plain.call("POST", "/sobjects/Lead", json=record)
        assert made.status_code == 201, made.text
        statement = f"SELECT {', '.join(record)} FROM Lead WHERE Id = '{made.json()['id']}'"
        found = plain.records(statement)[0]

        assert {name: found[name] for name in record} == {name: expected(name, value) for name, value in record.items()}
        assert [type(found[name]) for name in VALUES] == [type(expected(name, given_values[name])) for name in VALUES]

    def test_of_compound_fields_are_objects_of_their_parts(self, plain):
        parts = {"Street": "1 Main St\nFloor 2", "City": "Wien", "PostalCode": "1010", "Country": "Austria"}
        made = plain.call("POST", "/sobjects/Lead", json={"LastName": "A", "Company": "B", **parts}).json()

        found = plain.records(f"SELECT Address, Name FROM Lead WHERE Id = '{made['id']}'")[0]

        assert found["Address"] == {
            "city": "Wien",
            "country": "Austria",
            "geocodeAccuracy": None,
            "latitude": None,
            "longitude": None,
            "postalCode": "1010",
            "state": None,
            "street": "1 Main St\nFloor 2",
        }
        assert found["Name"] == "A"

    def test_of_empty_compound_fields_are_null(self, plain):
        made = plain.call("POST", "/sobjects/Lead", json={"LastName": "A", "Company": "B"}).json()

        assert plain.records(f"SELECT Address FROM Lead WHERE Id = '{made['id']}'")[0]["Address"] is None

    @pytest.mark.parametrize(
        "text", ["O'Neil", 'say "hi"', "back\\slash", "50%_x", "a\nb", "Zoë 한국 🙂", "#N/A", " x "]
    )
    def test_are_found_by_the_text_that_they_are(self, plain, text):
        plain.trainer("POST", "/records/Lead", [{"LastName": "Quoted", "Company": "C", "Current_Vendor__c": text}])
        quoted = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")

        found = plain.records(f"SELECT Current_Vendor__c FROM Lead WHERE Current_Vendor__c = '{quoted}'")

        assert {row["Current_Vendor__c"] for row in found} == {text}


def bulk_text(value: Any) -> str:
    """A value of a REST reply as Bulk writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).replace(".000+0000", ".000Z")


class TestSeededValues:
    @pytest.mark.parametrize("name", ["Lead", "Contact", "Account", "Opportunity", "Task", "CampaignMember", "User"])
    def test_are_those_that_the_trainer_sees(self, seeded, name):
        """The digest is made in the database; this one of the replies."""
        described = seeded.call("GET", f"/sobjects/{name}/describe").json()["fields"]
        fields = [field["name"] for field in described if field["type"] not in {"address", "location"}]
        expected = seeded.trainer("GET", "/digest", params={"object": name, "fields": ",".join(fields)})

        rows = seeded.records(f"SELECT {', '.join(fields)} FROM {name} LIMIT 2000")

        lines = ("\x1f".join(bulk_text(row[field]) for field in fields) for row in rows)
        total = sum(int(hashlib.md5(line.encode(), usedforsecurity=False).hexdigest()[:15], 16) for line in lines)
        assert (len(rows), str(total)) == (expected["count"], expected["hash"])


class TestAttributes:
    def test_name_the_object_and_its_address(self, seeded):
        record = seeded.records("SELECT Name FROM Account LIMIT 1")[0]

        assert list(record) == ["attributes", "Name"]
        assert record["attributes"]["url"].startswith("/services/data/v60.0/sobjects/Account/001")

from __future__ import annotations

import datetime

import pytest
import requests

from apps.practice_org.command_line import arguments
from apps.practice_org.directory import Directory
from apps.practice_org.orgs import PERSONAS


def persona(process, name: str, records: int | None = None):
    body = {"persona": name, **({"records": records} if records else {})}
    facts = requests.post(f"{process.base}/practice/orgs", json=body, timeout=60).json()
    return type(process.org())(process.base, facts)


def fields(org, name: str):
    return {field["name"]: field for field in org.call("GET", f"/sobjects/{name}/describe").json()["fields"]}


class TestOrganization:
    @pytest.mark.parametrize(
        ("name", "edition", "is_sandbox", "is_trial"),
        [
            ("unlimited", "Unlimited Edition", False, False),
            ("trial", "Enterprise Edition", False, True),
            ("sandbox", "Enterprise Edition", True, False),
        ],
    )
    def test_says_what_kind_of_org_it_is(self, process, name, edition, is_sandbox, is_trial):
        org = persona(process, name, 60).sign_in()

        row = org.records("SELECT OrganizationType, IsSandbox, TrialExpirationDate FROM Organization")[0]

        assert (row["OrganizationType"], row["IsSandbox"]) == (edition, is_sandbox)
        assert (row["TrialExpirationDate"] is not None) is is_trial

    def test_ends_a_trial_in_the_future(self, process):
        org = persona(process, "trial", 60).sign_in()

        end = org.records("SELECT TrialExpirationDate FROM Organization")[0]["TrialExpirationDate"]

        assert datetime.datetime.fromisoformat(end) > datetime.datetime.now(datetime.UTC)

    def test_has_soap_login_switched_off_where_orgs_are_new(self, process):
        org = persona(process, "scratch")
        user = org.facts["sync_user"]

        reply = org.soap_login(user["username"], user["password"] + user["security_token"])

        assert "SOAP API login() is disabled by default in this org" in reply.text


class TestFreshProfessional:
    def test_is_small_and_has_no_api(self, process):
        org = persona(process, "fresh-professional-without-api")

        assert org.facts["has_api"] is False
        assert org.facts["counts"]["Lead"] < 100


@pytest.fixture(scope="class")
def junk(process):
    return persona(process, "twelve-years-of-junk", 1_000).sign_in()


class TestTwelveYearsOfJunk:
    def test_has_seven_hundred_fields_on_leads(self, junk):
        custom = {name: field for name, field in fields(junk, "Lead").items() if field["custom"]}

        labels = [field["label"] for field in custom.values()]
        assert len(custom) == 700
        assert len(set(labels)) < len(labels) - 40
        assert len({label.lower() for label in labels}) < len(set(labels))
        assert {"Order__c", "Select__c", "Id__c", "Memo_KR__c", "pi__score__c"} <= set(custom)
        assert {value["active"] for field in custom.values() for value in field["picklistValues"]} == {True, False}
        assert {field["type"] for field in custom.values()} >= {"textarea", "multipicklist", "currency", "url", "time"}
        assert any(field["calculated"] for field in custom.values())

    def test_fills_three_values_of_ten(self, junk):
        names = [
            f
            for f, told in fields(junk, "Lead").items()
            if told["custom"] and told["type"] == "string" and not told["calculated"]
        ]

        rows = junk.bulk(f"SELECT {', '.join(names)} FROM Lead")

        filled = sum(bool(row[name]) for row in rows for name in names)
        assert 0.2 < filled / (len(rows) * len(names)) < 0.4

    def test_repeats_one_mail_address_of_twelve(self, junk):
        rows = junk.bulk("SELECT Email FROM Lead WHERE Email != null")

        repeated = len(rows) - len({row["Email"] for row in rows})
        assert 0.04 < repeated / len(rows) < 0.12


class TestPersonAccounts:
    def test_are_accounts_and_contacts_at_once(self, process):
        org = persona(process, "person-accounts", 300).sign_in()

        people = org.records(
            "SELECT Id, Name, LastName, PersonEmail, PersonContactId FROM Account WHERE IsPersonAccount = true"
        )
        contact = org.records(
            f"SELECT AccountId, Email, IsPersonAccount FROM Contact WHERE Id = '{people[0]['PersonContactId']}'"
        )[0]

        assert people
        assert contact["AccountId"] == people[0]["Id"]
        assert contact["Email"] == people[0]["PersonEmail"]
        assert contact["IsPersonAccount"] is True

    def test_describe_as_recorded(self, process, recording):
        org = persona(process, "person-accounts", 60).sign_in()
        recorded = {
            field["name"]: field
            for field in recording("describe/Account.person-accounts-and-npsp.cumulusci.v59.0.json")["fields"]
            if field["name"].startswith("Person") and field["name"] != "PersonIndividualId"
        }

        ours = fields(org, "Account")

        assert set(recorded) <= set(ours)
        for name, field in recorded.items():
            same = {key: value for key, value in field.items() if key != "referenceTo"}
            assert {key: ours[name][key] for key in same} == same, name


class TestMultiCurrency:
    def test_says_the_currency_of_each_record(self, process):
        org = persona(process, "multi-currency", 300).sign_in()

        found = {row["CurrencyIsoCode"] for row in org.records("SELECT CurrencyIsoCode FROM Opportunity")}

        assert found == {"USD", "EUR", "JPY"}


class TestCommandLine:
    def test_names_personas_as_often_as_wanted(self):
        options = arguments(["--persona", "trial", "--persona", "sandbox"])

        assert options.persona == ["trial", "sandbox"]

    def test_makes_them_once_for_each_data_folder(self, tmp_path):
        names = []
        for _ in range(2):
            directory = Directory(tmp_path, seed=3, records=60, callbacks=())
            directory.want(["trial", "trial", "developer"])
            names.append([(live.id, live.org.name) for live in directory])
            directory.close()

        assert names[0] == names[1]
        assert [name for _, name in names[0][4:]] == ["Practice Trial", "Practice Trial", "Practice Developer"]

    def test_knows_every_persona(self):
        assert {"fresh-professional-without-api", "twelve-years-of-junk", "sandbox", "person-accounts"} <= set(PERSONAS)

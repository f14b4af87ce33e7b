from __future__ import annotations

import re
from typing import Any

import pytest

BATCH = {"Sforce-Query-Options": "batchSize=200"}
GONE = [{"message": "invalid query locator", "errorCode": "INVALID_QUERY_LOCATOR"}]


def first(org: Any, statement: str, verb: str = "query", headers: dict[str, str] = BATCH) -> Any:
    return org.call("GET", f"/{verb}", params={"q": statement}, headers=headers).json()


def follow(org: Any, reply: Any) -> Any:
    return org.session.get(org.base + reply["nextRecordsUrl"]).json()


def everything(org: Any, reply: Any) -> list[Any]:
    found = list(reply["records"])
    while not reply["done"]:
        reply = follow(org, reply)
        found += reply["records"]
    return found


class TestPages:
    def test_tell_size_and_place(self, seeded):
        reply = first(seeded, "SELECT Id FROM Lead")
        last = seeded.session.get(seeded.base + reply["nextRecordsUrl"].replace("-200", "-1000")).json()

        assert list(reply) == ["totalSize", "done", "nextRecordsUrl", "records"]
        assert (reply["totalSize"], reply["done"], len(reply["records"])) == (1_200, False, 200)
        assert re.fullmatch(r"/services/data/v60\.0/query/0r8\w{15}-200", reply["nextRecordsUrl"])
        assert (list(last), last["totalSize"], last["done"]) == (["totalSize", "done", "records"], 1_200, True)

    def test_keep_the_order(self, seeded):
        found = everything(seeded, first(seeded, "SELECT Email, Id FROM Lead ORDER BY Email DESC NULLS LAST, Id"))

        keys = [((row["Email"] or "").lower(), row["Id"]) for row in found]
        assert len(keys) == len(set(keys)) == 1_200
        assert [mail for mail, _ in keys] == sorted((mail for mail, _ in keys), reverse=True)

    def test_carry_parents_and_children(self, seeded):
        reply = first(seeded, "SELECT Account.Name, (SELECT Id FROM Tasks) FROM Contact WHERE AccountId != null")

        second = follow(seeded, reply)["records"][0]

        assert list(second) == ["attributes", "Account", "Tasks"]
        assert second["Account"]["attributes"]["type"] == "Account"

    def test_hold_all_rows_in_query_all(self, seeded):
        reply = first(seeded, "SELECT IsDeleted FROM Lead", "queryAll")

        assert "/queryAll/" in reply["nextRecordsUrl"]
        assert any(row["IsDeleted"] for row in everything(seeded, reply))

    def test_keep_to_limit_and_offset(self, seeded):
        whole = [row["Id"] for row in seeded.records("SELECT Id FROM Lead ORDER BY Id")]
        reply = first(seeded, "SELECT Id FROM Lead ORDER BY Id LIMIT 300 OFFSET 100")

        assert reply["totalSize"] == 300
        assert [row["Id"] for row in everything(seeded, reply)] == whole[100:400]

    @pytest.mark.parametrize(
        ("asked", "size"), [("1", 200), ("200", 200), ("500", 500), ("99999", 1_200), ("x", 1_200)]
    )
    def test_are_as_large_as_allowed(self, seeded, asked, size):
        reply = first(seeded, "SELECT Id FROM Lead", headers={"Sforce-Query-Options": f"batchSize={asked}"})

        assert len(reply["records"]) == size

    def test_read_twice_are_the_same(self, seeded):
        reply = first(seeded, "SELECT Id, Name, CreatedDate FROM Lead")

        assert follow(seeded, reply) == follow(seeded, reply)

    def test_are_not_moved_by_changes(self, org):
        rows = [{"LastName": f"{number:04}", "Company": "Moving"} for number in range(450)]
        ids = org.trainer("POST", "/records/Lead", rows)["ids"]
        reply = first(org, "SELECT Id FROM Lead WHERE Company = 'Moving' ORDER BY LastName")
        org.call("DELETE", f"/sobjects/Lead/{ids[0]}")
        org.trainer("POST", f"/records/Lead/{ids[300]}", {"LastName": "0000"})
        org.trainer("POST", "/records/Lead", [{"LastName": "0", "Company": "Moving"}])

        assert [row["Id"] for row in everything(org, reply)] == ids


class TestCursors:
    def test_are_ten_for_each_user(self, org):
        org.trainer("POST", "/records/Lead", [{"LastName": "L", "Company": "C"} for _ in range(250)])
        replies = [first(org, "SELECT Id FROM Lead") for _ in range(11)]

        assert follow(org, replies[0]) == GONE
        assert follow(org, replies[1])["totalSize"] > 250

    @pytest.mark.parametrize("locator", ["0r8xx000000000AAAA-2000", "nonsense", "01gxx000000000AAAA-2000"])
    def test_that_nobody_gave_are_refused(self, seeded, locator):
        reply = seeded.call("GET", f"/query/{locator}")

        assert (reply.status_code, reply.json()) == (400, GONE)

    def test_end_where_the_records_do(self, seeded):
        reply = first(seeded, "SELECT Id FROM Lead")
        beyond = reply["nextRecordsUrl"].replace("-200", "-1200")

        assert seeded.session.get(seeded.base + beyond).json() == GONE

    def test_outlive_the_session(self, org):
        org.trainer("POST", "/records/Lead", [{"LastName": "L", "Company": "C"} for _ in range(250)])
        reply = first(org, "SELECT Id FROM Lead")
        org.trainer("POST", "/expire-sessions")

        assert org.session.get(org.base + reply["nextRecordsUrl"]).status_code == 401
        org.sign_in()
        assert follow(org, reply)["totalSize"] > 250


class TestExplain:
    def test_gives_a_plan(self, seeded):
        statement = "SELECT Id FROM Lead WHERE IsConverted = true"

        reply = seeded.call("GET", "/query", params={"explain": statement}).json()

        assert reply["sourceQuery"] == statement
        assert sorted(reply["plans"][0]) == [
            "cardinality",
            "fields",
            "leadingOperationType",
            "notes",
            "relativeCost",
            "sobjectCardinality",
            "sobjectType",
        ]


class TestColumns:
    def test_are_described_for_the_command_line(self, seeded):
        statement = "SELECT Id, Owner.Name, AnnualRevenue FROM Lead"

        reply = seeded.call("GET", "/query", params={"q": statement, "columns": "true"}).json()

        assert (reply["entityName"], reply["keyPrefix"], reply["idSelected"]) == ("Lead", "00Q", True)
        assert [column["columnName"] for column in reply["columnMetadata"]] == ["Id", "Owner", "AnnualRevenue"]
        assert reply["columnMetadata"][1]["joinColumns"][0]["columnName"] == "Name"
        assert reply["columnMetadata"][2]["apexType"] == "Double"

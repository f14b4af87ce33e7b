from __future__ import annotations

import datetime
from typing import Any

import pytest

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0)


def ask(org: Any, verb: str, start: datetime.datetime, end: datetime.datetime, name: str = "Lead") -> Any:
    span = {"start": f"{start:%Y-%m-%dT%H:%M:%S+00:00}", "end": f"{end:%Y-%m-%dT%H:%M:%S+00:00}"}
    return org.call("GET", f"/sobjects/{name}/{verb}/", params=span)


class TestUpdated:
    def test_names_new_and_changed_records(self, org):
        start = now() - MINUTE
        made = org.call("POST", "/sobjects/Lead", json={"LastName": "New", "Company": "C"}).json()["id"]
        old = org.records("SELECT Id FROM Lead WHERE LastName != 'New' LIMIT 1")[0]["Id"]
        org.trainer("POST", f"/records/Lead/{old}", {"Title": "Changed"})

        reply = ask(org, "updated", start, now() + 2 * MINUTE).json()

        assert list(reply) == ["ids", "latestDateCovered"]
        assert {made, old} <= set(reply["ids"])
        assert reply["latestDateCovered"].endswith(":00.000+0000")

    def test_never_covers_what_is_to_come(self, org):
        covered = ask(org, "updated", now() - MINUTE, now() + 5 * MINUTE).json()["latestDateCovered"]

        assert datetime.datetime.fromisoformat(covered.replace("+0000", "+00:00")) <= now() + MINUTE

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            (-31 * DAY, datetime.timedelta()),
            (datetime.timedelta(), datetime.timedelta()),
            (datetime.timedelta(), -DAY),
        ],
    )
    def test_refuses_spans_that_are_too_old_too_short_or_backwards(self, org, start, end):
        reply = ask(org, "updated", now() + start, now() + end)

        assert reply.status_code == 400
        assert reply.json()[0]["errorCode"] == "INVALID_REPLICATION_DATE"

    def test_refuses_words_that_are_no_date(self, org):
        reply = org.call("GET", "/sobjects/Lead/updated", params={"start": "yesterday", "end": "today"})

        assert reply.json()[0]["errorCode"] == "INVALID_REPLICATION_DATE"

    def test_is_not_there_for_objects_that_are_not_replicated(self, org):
        assert ask(org, "updated", now() - DAY, now(), "PermissionSet").status_code == 404


class TestDeleted:
    def test_names_records_and_times(self, org):
        gone = org.records("SELECT Id FROM Lead LIMIT 1")[0]["Id"]
        org.call("DELETE", f"/sobjects/Lead/{gone}")

        reply = ask(org, "deleted", now() - MINUTE, now() + 2 * MINUTE).json()

        assert list(reply) == ["deletedRecords", "earliestDateAvailable", "latestDateCovered"]
        found = {row["id"]: row["deletedDate"] for row in reply["deletedRecords"]}
        assert found[gone].endswith(".000+0000")

    def test_does_not_say_into_what_a_record_was_merged(self, org):
        winner, loser = (row["Id"] for row in org.records("SELECT Id FROM Lead WHERE IsConverted = false LIMIT 2"))
        org.trainer("POST", f"/records/Lead/{winner}/merge", {"losers": [loser]})

        rows = ask(org, "deleted", now() - MINUTE, now() + 2 * MINUTE).json()["deletedRecords"]

        assert {"id", "deletedDate"} == set(next(row for row in rows if row["id"] == loser))

    def test_remembers_fifteen_days(self, org):
        assert ask(org, "deleted", now() - 14 * DAY, now()).status_code == 200
        assert ask(org, "deleted", now() - 16 * DAY, now()).json()[0]["errorCode"] == "INVALID_REPLICATION_DATE"


CHANGES = {
    "created": lambda org, _lead: org.trainer("POST", "/records/Lead", {"LastName": "New", "Company": "C"}),
    "changed": lambda org, lead: org.call("PATCH", f"/sobjects/Lead/{lead}", json={"Title": "Changed"}),
    "changed by a trainer": lambda org, lead: org.trainer("POST", f"/records/Lead/{lead}", {"Title": "Changed"}),
    "changed with many": lambda org, lead: org.trainer(
        "POST", "/changes", {"object": "Lead", "where": f"Id = '{lead}'", "values": {"Title": "Changed"}}
    ),
    "changed in one transaction": lambda org, lead: org.call(
        "POST",
        "/composite",
        json={
            "allOrNone": True,
            "compositeRequest": [
                {
                    "method": "PATCH",
                    "url": f"/services/data/v60.0/sobjects/Lead/{lead}",
                    "referenceId": "one",
                    "body": {"Title": "Changed"},
                }
            ],
        },
    ),
    "converted": lambda org, lead: org.trainer("POST", f"/records/Lead/{lead}/convert", {}),
}


class TestAskedAgain:
    """The answer to the last question is remembered, and no change is missed for it."""

    @pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
    def test_names_what_was_changed_since(self, org, change):
        lead = org.records("SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1")[0]["Id"]
        span = (now() - MINUTE, now() + 2 * MINUTE)
        before = ask(org, "updated", *span).json()["ids"]

        change(org, lead)

        assert before == []
        assert len(ask(org, "updated", *span).json()["ids"]) == 1

    def test_names_what_was_deleted_since_and_what_came_back(self, org):
        lead = org.records("SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1")[0]["Id"]
        span = (now() - MINUTE, now() + 2 * MINUTE)
        before = ask(org, "deleted", *span).json()["deletedRecords"]

        org.call("DELETE", f"/sobjects/Lead/{lead}")
        gone = ask(org, "deleted", *span).json()["deletedRecords"]
        org.trainer("POST", "/bin/empty", {})
        emptied = ask(org, "deleted", *span).json()["deletedRecords"]

        assert before == []
        assert [row["id"] for row in gone] == [row["id"] for row in emptied] == [lead]

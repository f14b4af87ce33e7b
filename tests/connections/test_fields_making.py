"""The job that makes fields, answered line by line: refused half-way, made twice, opened once."""

from __future__ import annotations

import pytest

from apps.connections import fields_making
from apps.connections.errors import AdminGone, FieldsRefused, NoAdministrator
from apps.connections.models import Connection, FieldsJob
from apps.salesforce.errors import Outage
from tests.salesforce.scripted import Reply

SCORE, DATE, CITY = (f"Lead.mkto71_{name}__c" for name in ("Lead_Score", "Acquisition_Date", "Inferred_City"))
MADE = Reply(201, {"id": "00N000000000001AAA", "success": True, "errors": []})
FULL = Reply(400, [{"errorCode": "CUSTOM_FIELD_LIMIT_EXCEEDED", "message": "You have reached the maximum number"}])
NO_RIGHT = Reply(403, [{"errorCode": "INSUFFICIENT_ACCESS", "message": "insufficient access rights"}])
THERE = Reply(400, [{"errorCode": "DUPLICATE_DEVELOPER_NAME", "message": "There is already a field"}])
EXPIRED = Reply(401, [{"errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"}])
REVOKED = Reply(200)


def rows(*records):
    return Reply(200, {"totalSize": len(records), "done": True, "records": list(records)})


def composite(*bodies):
    parts = [{"body": body, "httpStatusCode": 200, "referenceId": f"r{n}"} for n, body in enumerate(bodies)]
    return Reply(200, {"compositeResponse": parts})


@pytest.fixture
def job(cast, connection, scripted):
    Connection.objects.of(cast.instance).update(
        org_id="00D", sync_user_id="005000000000001AAA", expected_edition="professional"
    )
    columns = {"admin_name": "admin@client.example", "access_token": "00Dadmin!t", "instance_url": scripted.url}
    return FieldsJob.objects.create(instance=cast.instance, by=cast.operator, wanted=[SCORE, DATE, CITY], **columns)


def of(cast):
    return FieldsJob.objects.of(cast.instance).get()


def on_enterprise(cast):
    Connection.objects.of(cast.instance).update(expected_edition="enterprise")


class TestARefusalHalfWay:
    def test_stops_none_of_the_others_and_is_told_with_the_orgs_words(self, cast, job, scripted):
        scripted.answers(MADE, FULL, MADE)

        assert fields_making.go_on(cast.instance) == (3, 3)

        scripted.answers(REVOKED)
        with pytest.raises(FieldsRefused) as told:
            fields_making.finish(cast.instance)
        assert told.value.data["names"] == DATE
        assert "CUSTOM_FIELD_LIMIT_EXCEEDED" in told.value.data["seen"]
        assert [of(cast).results[name]["state"] for name in (SCORE, DATE, CITY)] == ["made", "refused", "made"]
        assert scripted.asked[-1].path == "/services/oauth2/revoke"
        assert scripted.asked[-1].form["token"] == "00Dadmin!t"
        assert of(cast).access_token == ""

    def test_of_the_first_for_want_of_the_right_ends_the_job_and_the_sign_in(self, cast, job, scripted):
        scripted.answers(NO_RIGHT, REVOKED)

        with pytest.raises(NoAdministrator):
            fields_making.go_on(cast.instance)

        assert of(cast).access_token == ""
        assert len(scripted.asked) == 2

    def test_by_an_ended_session_asks_for_a_new_sign_in_and_keeps_what_is_made(self, cast, job, scripted):
        scripted.answers(MADE, EXPIRED, REVOKED)

        with pytest.raises(AdminGone):
            fields_making.go_on(cast.instance)

        assert of(cast).results == {SCORE: {"state": "made", "said": ""}}


class TestAKilledWorker:
    def test_finds_the_field_that_it_had_made(self, cast, job, scripted):
        known = rows({"Id": "00N1", "TableEnumOrId": "Lead", "DeveloperName": "mkto71_Lead_Score"})
        number = {"Metadata": {"type": "Number", "precision": 10, "scale": 0, "label": "Whatever"}}
        scripted.answers(THERE, known, composite(number), MADE, MADE)

        fields_making.go_on(cast.instance)

        assert of(cast).results[SCORE] == {"state": "there", "said": ""}

    def test_asks_for_none_that_it_has_an_answer_for(self, cast, job, scripted):
        FieldsJob.objects.of(cast.instance).update(results={SCORE: {"state": "made", "said": ""}})
        scripted.answers(MADE, MADE)

        fields_making.go_on(cast.instance)

        assert [asked.json["FullName"] for asked in scripted.asked] == [DATE, CITY]


class TestAnOutage:
    def test_keeps_the_sign_in_for_the_next_try(self, cast, job, scripted):
        scripted.answers(*[Reply(503, "<html>maintenance</html>")] * 8)

        with pytest.raises(Outage):
            fields_making.go_on(cast.instance)

        assert of(cast).access_token == "00Dadmin!t"


class TestThePermissionSet:
    @pytest.fixture
    def made(self, cast, job):
        on_enterprise(cast)
        results = {name: {"state": "made", "said": ""} for name in (SCORE, DATE)}
        results[CITY] = {"state": "refused", "said": "no"}
        FieldsJob.objects.of(cast.instance).update(results=results)

    def test_opens_what_was_made_to_the_sync_user_and_nothing_else(self, cast, made, scripted):
        done = Reply(200, [{"id": "01k", "success": True, "errors": []}])
        scripted.answers(rows(), Reply(201, {"id": "0PS1"}), rows(), done, rows(), done, REVOKED)

        with pytest.raises(FieldsRefused):
            fields_making.finish(cast.instance)

        written = [asked.json for asked in scripted.asked if asked.method == "POST" and "revoke" not in asked.path]
        assert written[0]["Name"] == "Gangway_Marketing_Fields"
        opened = [(row["Field"], row["PermissionsRead"], row["PermissionsEdit"]) for row in written[1]["records"]]
        assert opened == [(SCORE, True, True), (DATE, True, True)]
        assert written[2]["records"][0]["AssigneeId"] == "005000000000001AAA"
        assert len(written) == 3

    def test_that_is_there_is_left_as_it_is(self, cast, made, scripted):
        there = rows({"Id": "0PS1"})
        scripted.answers(there, rows({"Field": SCORE}, {"Field": DATE}), rows({"Id": "0Pa1"}), REVOKED)

        with pytest.raises(FieldsRefused):
            fields_making.finish(cast.instance)

        assert [asked.method for asked in scripted.asked] == ["GET", "GET", "GET", "POST"]

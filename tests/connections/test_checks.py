"""What each check says of a sync user who lacks something; the org answers by script: one thing at a time is wrong."""

from __future__ import annotations

import pytest

from apps.connections import checks, marketing_fields, needs
from apps.connections.checks.table import BY_CODE
from apps.connections.checks.words import tell
from apps.connections.models import CheckResult, Connection, Method
from tests.salesforce.scripted import Reply

pytestmark = pytest.mark.django_db
NEEDS = needs.of()
DENIED = (403, [{"errorCode": "INSUFFICIENT_ACCESS", "message": "insufficient access rights"}])
LIMITS = (200, {"DailyApiRequests": {"Max": 100_000, "Remaining": 90_000}})


def records(*rows):
    return 200, {"totalSize": len(rows), "done": True, "records": list(rows)}


def composite(*answers):
    parts = [{"httpStatusCode": status, "body": body, "referenceId": "x"} for status, body in answers]
    return Reply(200, {"compositeResponse": parts})


def access(user=None, permissions=None, grants=None, limits=LIMITS):
    return composite(
        user or records({"UserPermissionsMarketingUser": True}),
        permissions or records({"PermissionsPasswordNeverExpires": True}),
        grants or records({"AppName": "Gangway"}),
        limits,
    )


def described(name, *, without=(), locked=(), **flags):
    need = next(need for need in NEEDS if need.name == name)
    own = [field.api_name for field in marketing_fields.RECOMMENDED] if name in marketing_fields.OBJECTS else []
    fields = [
        {"name": field, "updateable": field not in locked}
        for field in (*dict.fromkeys([*need.read, *need.edit]), *own)
        if field not in without
    ]
    rights = {"queryable": True, "createable": True, "updateable": True, "deletable": False, **flags}
    return 200, {"name": name, "label": name, "fields": fields, **rights}


def rights(**special):
    """Describes of all twelve; ``special`` replaces some."""
    return composite(*[special.get(need.name) or described(need.name) for need in NEEDS])


def visible(counts=None, totals=None):
    totals = totals or {"Lead": 1000, "Contact": 500, "Account": 100, "Opportunity": 50}
    counts = {**totals, **(counts or {})}
    total = (200, {"sObjects": [{"name": name, "count": count} for name, count in totals.items()]})
    return composite(total, *[(200, {"totalSize": counts[name], "done": True, "records": []}) for name in totals])


@pytest.fixture
def check(cast, connection, scripted):
    """Runs the checks against these answers; gives the result of one by code and subject."""
    columns = {"method": Method.OAUTH, "access_token": "t", "refresh_token": "r", "instance_url": scripted.url}
    known = {"is_sandbox": False, "edition": "Enterprise Edition", "org_name": "Halden", "sync_user_id": "005A"}
    Connection.objects.of(cast.instance).update(**columns, **known)

    def run(first=None, second=None, third=None, **changed):
        Connection.objects.of(cast.instance).update(**changed)
        scripted.answers(first or access(), second or rights(), third or visible())
        results = checks.run(cast.instance, NEEDS)
        return {(result.code, result.subject): result for result in results}

    return run


class TestAGoodSyncUser:
    def test_passes_everything_in_three_calls(self, check, scripted):
        results = check()

        assert {result.verdict for result in results.values()} == {"pass", "na"}
        assert len(scripted.asked) == 3

    def test_has_words_for_each_check(self, cast, check):
        connection = Connection.objects.of(cast.instance).select_related("instance").get()

        for result in check().values():
            told = tell(result, connection)
            assert told.title
            assert told.seen
            assert told.fix
            assert "%(" not in f"{told.title}{told.what}{told.seen}{told.without}{told.fix}"

    def test_leaves_no_check_without_a_call_to_answer_it(self):
        answered = frozenset().union(*(codes for codes, _find in checks.GROUPS))

        assert answered == set(BY_CODE)


class TestRights:
    def test_fail_where_one_is_missing(self, check):
        result = check(second=rights(Lead=described("Lead", createable=False)))["object-rights", "Lead"]

        assert result.verdict == "fail"
        assert result.data["rights"] == "Create"

    def test_are_not_asked_for_where_nothing_is_written(self, check):
        result = check(second=rights(Campaign=described("Campaign", createable=False, updateable=False)))

        assert result["object-rights", "Campaign"].verdict == "pass"

    def test_fail_for_an_object_that_is_hidden(self, check):
        hidden = (404, [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}])

        results = check(second=rights(Opportunity=hidden))

        assert results["object-rights", "Opportunity"].verdict == "fail"
        assert ("required-fields", "Opportunity") not in results


class TestFields:
    def test_fail_where_a_required_one_is_hidden(self, check):
        result = check(second=rights(Lead=described("Lead", without=("ConvertedContactId",))))[
            "required-fields", "Lead"
        ]

        assert (result.verdict, result.data["names"]) == ("fail", "ConvertedContactId")

    def test_fail_where_a_written_one_is_read_only(self, check):
        result = check(second=rights(Contact=described("Contact", locked=("Email",))))["required-fields", "Contact"]

        assert (result.verdict, result.data["locked"]) == ("fail", ["Email"])

    def test_only_warn_where_a_marketing_field_is_missing(self, check):
        result = check(second=rights(Lead=described("Lead", without=("mkto71_Lead_Score__c",))))[
            "marketing-fields", "Lead"
        ]

        assert (result.verdict, result.data["names"]) == ("warn", "Score")

    def test_warn_where_the_sync_user_cannot_write_one(self, check):
        result = check(second=rights(Lead=described("Lead", locked=("mkto71_Lead_Score__c",))))[
            "marketing-fields", "Lead"
        ]

        assert result.verdict == "warn"


class TestAccess:
    def test_warns_when_few_calls_are_left(self, check):
        limits = (200, {"DailyApiRequests": {"Max": 100_000, "Remaining": 500}})

        assert check(first=access(limits=limits))["call-headroom", ""].verdict == "warn"

    def test_fails_when_none_is_left(self, check):
        limits = (200, {"DailyApiRequests": {"Max": 100_000, "Remaining": 0}})

        assert check(first=access(limits=limits))["call-headroom", ""].verdict == "fail"

    def test_is_unknown_where_the_user_may_not_look(self, check):
        results = check(first=access(user=DENIED, grants=DENIED, limits=DENIED))

        assert {results[code, ""].verdict for code in ("marketing-user", "refresh-tokens", "call-headroom")} == {
            "unknown"
        }

    def test_warns_before_the_sixth_grant(self, check):
        grants = records(*[{"AppName": "Gangway"}] * 4, {"AppName": "Other"})

        result = check(first=access(grants=grants))["refresh-tokens", ""]

        assert (result.verdict, result.data["used"]) == ("warn", 4)

    def test_warns_of_a_password_that_expires_and_of_the_end_of_this_way(self, check):
        permissions = records({"PermissionsPasswordNeverExpires": False})

        results = check(first=access(permissions=permissions), method=Method.PASSWORD)

        assert results["password-expiry", ""].verdict == "warn"
        assert results["sign-in-method", ""].verdict == "warn"

    def test_fails_for_an_org_of_the_other_kind(self, check):
        assert check(is_sandbox=True)["org-kind", ""].verdict == "fail"

    def test_stands_alone_where_the_api_is_off(self, cast, check, scripted):
        off = (403, [{"errorCode": "API_DISABLED_FOR_ORG", "message": "The REST API is not enabled."}])
        check()

        results = check(first=access(user=off))

        assert list(results) == [("api-access", "")]
        assert CheckResult.objects.of(cast.instance).get().verdict == "fail"


class TestRecordVisibility:
    def test_warns_where_sharing_hides_records(self, check):
        result = check(third=visible(counts={"Lead": 600}))["record-visibility", "Lead"]

        assert (result.verdict, result.data["hidden"]) == ("warn", 400)

    def test_forgives_the_orgs_own_totals_their_age(self, check):
        assert check(third=visible(counts={"Lead": 990, "Contact": 512}))["record-visibility", "Lead"].verdict == "pass"


class TestOneCheckAgain:
    def test_replaces_what_the_same_call_answers_and_nothing_else(self, cast, check, scripted):
        check()
        before = dict(CheckResult.objects.of(cast.instance).values_list("code", "checked_at"))
        scripted.answers(access(user=records({"UserPermissionsMarketingUser": False})))

        checks.run(cast.instance, NEEDS, only="marketing-user")

        after = dict(CheckResult.objects.of(cast.instance).values_list("code", "checked_at"))
        assert CheckResult.objects.of(cast.instance).get(code="marketing-user").verdict == "warn"
        assert after["object-rights"] == before["object-rights"]
        assert after["call-headroom"] > before["call-headroom"]

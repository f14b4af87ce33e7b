"""What each check says of a sync user who lacks something; the org answers by script: one thing at a time is wrong."""

from __future__ import annotations

import datetime
from itertools import zip_longest

import pytest
from django.utils import timezone

from apps.connections import checks, marketing_fields, needs
from apps.connections.check_history import CheckChange, CheckRound, Recheck
from apps.connections.checks import activities, marketing, permissions, schedule, volume
from apps.connections.checks.table import BY_CODE, GROUPS
from apps.connections.checks.words import tell
from apps.connections.models import CheckResult, Connection, Method
from apps.connections.needs import Price
from apps.salesforce.patience import TRIES
from apps.timeline.models import Event
from tests.salesforce.scripted import Reply, refused

pytestmark = pytest.mark.django_db
NEEDS = needs.of()
DENIED = (403, [{"errorCode": "INSUFFICIENT_ACCESS", "message": "insufficient access rights"}])
SLOW = (400, [{"errorCode": "QUERY_TIMEOUT", "message": "Your query request was running for too long."}])
LIMITS = {
    "DailyApiRequests": {"Max": 100_000, "Remaining": 90_000},
    "DailyBulkV2QueryJobs": {"Max": 10_000, "Remaining": 9_990},
}
PERMISSIONS = dict.fromkeys(permissions.COLUMNS, True)
ACCESS = {f"Default{name}Access": "Edit" for name in volume.COUNTED}


def records(*rows):
    return 200, {"totalSize": len(rows), "done": True, "records": list(rows)}


def composite(*answers):
    parts = [{"httpStatusCode": status, "body": body, "referenceId": "x"} for status, body in answers]
    return Reply(200, {"compositeResponse": parts})


def access(user=None, held=None, grants=None):
    return composite(
        user or records({"UserPermissionsMarketingUser": True}),
        held or records(PERMISSIONS),
        grants or records({"AppName": "Gangway"}),
    )


def described(name, *, without=(), locked=(), extra=(), **flags):
    need = next(need for need in NEEDS.objects if need.name == name)
    asked = dict.fromkeys([*need.read, *need.edit, *activities.FIELDS.get(name, ()), *extra])
    fields = [{"name": field, "updateable": field not in locked, "permissionable": True} for field in asked]
    if name == "Account":
        fields.append({"name": "Type", "updateable": True})
    if name in marketing_fields.OBJECTS:
        fields += [marketing_field(field, locked) for field in marketing_fields.RECOMMENDED]
    rights = {"queryable": True, "createable": True, "updateable": True, "deletable": False, **flags}
    return 200, {"name": name, "label": name, "fields": [f for f in fields if f["name"] not in without], **rights}


def marketing_field(field, locked):
    size = {"precision": field.length, "scale": 0} if field.type == "Number" else {"length": field.length}
    kind = marketing.TYPES[field.type]
    return {"name": field.api_name, "type": kind, "updateable": field.api_name not in locked, **size}


def rights(*more, **special):
    """Describes of all twelve; ``special`` replaces some."""
    return composite(*[special.get(need.name) or described(need.name) for need in NEEDS.objects], *more)


def recorded(limits=None, counts=None, totals=None, defaults=None):
    """``counts``: what the sync user sees, an answer or a number."""
    totals = totals or {"Lead": 1000, "Contact": 500, "Account": 100, "Opportunity": 50}
    counts = {**totals, **(counts or {})}
    total = (200, {"sObjects": [{"name": name, "count": count} for name, count in totals.items()]})
    return composite(
        limits or (200, LIMITS),
        total,
        defaults or records(ACCESS),
        *[seen(counts.get(name, 0)) for name in volume.COUNTED],
    )


def seen(count):
    return count if isinstance(count, tuple) else (200, {"totalSize": count, "done": True, "records": []})


def ruled(*rows):
    return Reply(*records(*rows))


USUAL = (access(), rights(), recorded(), ruled(), ruled())


@pytest.fixture
def check(cast, connection, scripted):
    """Runs the checks against these answers; gives the result of one by code and subject."""
    columns = {"method": Method.OAUTH, "access_token": "t", "refresh_token": "r", "instance_url": scripted.url}
    known = {"is_sandbox": False, "edition": "Enterprise Edition", "org_name": "Halden", "sync_user_id": "005A"}
    Connection.objects.of(cast.instance).update(**columns, **known)

    def run(*replies, why=checks.Why.STEP, asked=NEEDS, **changed):
        """Replies replace the usual ones in their order; None: the usual one."""
        Connection.objects.of(cast.instance).update(**changed)
        scripted.answers(*[mine or other for mine, other in zip_longest(replies, USUAL)])
        checks.run(cast.instance, asked, why=why)
        return {(result.code, result.subject): result for result in checks.latest(cast.instance)}

    return run


class TestAGoodSyncUser:
    def test_passes_everything_in_five_calls(self, check, scripted):
        results = check()

        unwell = {place: result.verdict for place, result in results.items() if result.verdict not in {"pass", "na"}}
        assert unwell == {("lead-conversion", ""): "unknown"}
        assert len(scripted.asked) == 5

    def test_never_asks_for_a_token(self, check, scripted):
        check()

        assert [asked for asked in scripted.asked if "AccessToken" in str(asked) or "DeleteToken" in str(asked)] == []

    def test_has_words_for_each_check(self, cast, check):
        connection = Connection.objects.of(cast.instance).select_related("instance").get()

        for result in check().values():
            told = tell(result, connection)
            assert told.title
            assert told.seen
            assert told.fix
            assert "%(" not in f"{told.title}{told.what}{told.seen}{told.without}{told.fix}{told.look}"

    def test_leaves_no_check_without_a_call_to_answer_it_and_a_place_on_the_page(self):
        answered = frozenset().union(*(group.codes for group in checks.GROUPS))

        assert answered == set(BY_CODE)
        assert {words.group for words in BY_CODE.values()} == set(GROUPS)

    def test_has_an_entry_for_all_that_its_groups_cover(self, cast, connection):
        for group in checks.GROUPS:
            assert {code for code, _subject in group.covers(NEEDS, connection)} == group.codes


class TestWhatNobodyNeeds:
    def test_is_not_applicable_and_says_that_marketo_asks_for_it(self, cast, check):
        held = records({**PERMISSIONS, "PermissionsConvertLeads": False, "PermissionsEditTask": False})
        user = records({"UserPermissionsMarketingUser": False})

        results = check(access(user=user, held=held))

        for place in (("named-permission", "ConvertLeads"), ("named-permission", "EditTask"), ("marketing-user", "")):
            assert results[place].verdict == "na"
            assert "Marketo" in results[place].seen["message"]

    def test_fails_once_a_direction_uses_it(self, check):
        held = records({**PERMISSIONS, "PermissionsEditTask": False})
        user = records({"UserPermissionsMarketingUser": False})
        asked = needs.of(written=("Lead", "Contact", "Task", "Campaign"))

        results = check(access(user=user, held=held), None, None, None, None, asked=asked)

        assert results["named-permission", "EditTask"].verdict == "fail"
        assert results["marketing-user", ""].verdict == "fail"

    def test_is_named_beside_the_rights_that_are_needed(self, check):
        result = check()["object-rights", "Lead"]

        assert (result.verdict, result.data["extra"]) == ("pass", "Delete")


class TestOneUnansweredQuestion:
    @pytest.mark.parametrize(
        ("replies", "unknown"),
        [
            ([access(user=DENIED)], set()),
            ([access(held=DENIED)], {("named-permission", "ApiEnabled")}),
            ([access(grants=DENIED)], {("refresh-tokens", "")}),
            ([None, rights(Task=DENIED)], {("object-rights", "Task"), ("required-fields", "Task")}),
            ([None, None, recorded(limits=DENIED)], {("bulk-jobs", ""), ("call-headroom", "")}),
            ([None, None, recorded(counts={"Lead": SLOW})], {("record-visibility", "Lead")}),
            ([None, None, recorded(defaults=DENIED)], set()),
            ([None, None, None, Reply(*DENIED)], {("validation-rules", name) for name in ("Lead", "Contact")}),
            ([None, None, None, None, Reply(*DENIED)], {("duplicate-rules", name) for name in ("Lead", "Contact")}),
        ],
    )
    def test_leaves_the_others_right(self, check, replies, unknown):
        results = check(*replies)

        found = {place for place, result in results.items() if result.verdict == "unknown"}
        assert found == {*unknown, ("lead-conversion", "")}
        assert {result.verdict for place, result in results.items() if place not in found} == {"pass", "na"}

    @pytest.mark.parametrize("reply", [Reply(200, {}), Reply(200, {"compositeResponse": [{}]}), Reply(200, [])])
    @pytest.mark.parametrize("at", [1, 2, 3])
    def test_is_no_crash_when_the_answer_makes_no_sense(self, check, reply, at):
        results = check(*[None] * at, reply)

        assert results["api-access", ""].verdict == "pass"
        assert "unknown" in {result.verdict for result in results.values()}

    def test_says_why_and_who_can_look_where(self, cast, check):
        connection = Connection.objects.of(cast.instance).select_related("instance").get()

        told = tell(check(access(grants=DENIED))["refresh-tokens", ""], connection)

        assert "INSUFFICIENT_ACCESS" in told.seen
        assert "Connected Apps OAuth Usage" in told.look

    def test_asks_for_the_known_permissions_alone_where_one_name_is_unknown(self, check, scripted):
        unknown_name = (400, [{"errorCode": "INVALID_FIELD", "message": "No such column 'PermissionsEditEvent'"}])
        known = (200, {"fields": [{"name": "PermissionsApiEnabled"}]})
        answers = [composite(known), composite(records({"PermissionsApiEnabled": True}))]

        results = check(access(held=unknown_name), *answers, rights(), recorded(), ruled(), ruled())

        assert results["named-permission", "ApiEnabled"].verdict == "pass"


class TestOutage:
    @pytest.mark.parametrize(
        ("replies", "is_asked_again"),
        [
            ([None, rights(Lead=SLOW)], True),
            ([None, None, recorded(counts={"Lead": SLOW})], False),
        ],
    )
    def test_is_waited_for_only_where_a_right_is_left_open(self, cast, check, scripted, replies, is_asked_again):
        given = [mine or usual for mine, usual in zip_longest(replies, USUAL)]
        scripted.answers(*given)

        asked = checks.run(cast.instance, NEEDS)

        assert bool(asked.outage) == is_asked_again

    def test_of_a_whole_call_is_unknown_for_its_checks_and_will_be_asked_again(self, cast, check):
        busy = refused(503, "SERVER_UNAVAILABLE", "busy", **{"Retry-After": "0"})

        results = check(None, None, *[busy] * TRIES, ruled(), ruled())

        assert results["record-visibility", "Lead"].verdict == "unknown"
        assert results["object-rights", "Lead"].verdict == "pass"
        assert results["duplicate-rules", "Lead"].verdict == "pass"

    def test_keeps_what_a_round_by_itself_would_wipe_out(self, check):
        check()

        results = check(None, None, recorded(counts={"Lead": SLOW}), why=checks.Why.DAILY)

        assert results["record-visibility", "Lead"].verdict == "pass"

    def test_is_no_change_of_what_was_known_before(self, cast, check):
        check()

        check(None, None, recorded(counts={"Lead": SLOW}))
        check(None, None, recorded(counts={"Lead": 600}))

        change = CheckChange.objects.of(cast.instance).get()
        assert (change.code, change.subject, change.was, change.became) == ("record-visibility", "Lead", "pass", "warn")


class TestRights:
    def test_fail_where_one_is_missing(self, check):
        result = check(None, rights(Lead=described("Lead", createable=False)))["object-rights", "Lead"]

        assert result.verdict == "fail"
        assert result.data["rights"] == "Create"

    def test_are_not_asked_for_where_nothing_is_written(self, check):
        result = check(None, rights(Campaign=described("Campaign", createable=False, updateable=False)))

        assert result["object-rights", "Campaign"].verdict == "pass"

    def test_fail_for_an_object_that_is_hidden(self, check):
        hidden = (404, [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}])

        results = check(None, rights(Opportunity=hidden))

        assert results["object-rights", "Opportunity"].verdict == "fail"
        assert ("required-fields", "Opportunity") not in results


class TestFields:
    def test_fail_where_a_required_one_is_hidden(self, check):
        result = check(None, rights(Lead=described("Lead", without=("ConvertedContactId",))))["required-fields", "Lead"]

        assert (result.verdict, result.data["names"]) == ("fail", "ConvertedContactId")

    def test_fail_where_a_written_one_is_read_only(self, check):
        result = check(None, rights(Contact=described("Contact", locked=("Email",))))["required-fields", "Contact"]

        assert (result.verdict, result.data["locked"]) == ("fail", ["Email"])

    def test_only_warn_where_a_marketing_field_is_missing(self, check):
        result = check(None, rights(Lead=described("Lead", without=("mkto71_Lead_Score__c",))))[
            "marketing-fields", "Lead"
        ]

        assert (result.verdict, result.data["names"]) == ("warn", "Score")

    def test_warn_where_the_sync_user_cannot_write_one(self, check):
        result = check(None, rights(Lead=described("Lead", locked=("mkto71_Lead_Score__c",))))[
            "marketing-fields", "Lead"
        ]

        assert result.verdict == "warn"


class TestAccess:
    def test_warns_when_few_calls_are_left(self, check):
        limits = (200, {**LIMITS, "DailyApiRequests": {"Max": 100_000, "Remaining": 500}})

        assert check(None, None, recorded(limits=limits))["call-headroom", ""].verdict == "warn"

    def test_fails_when_none_is_left(self, check):
        limits = (200, {**LIMITS, "DailyApiRequests": {"Max": 100_000, "Remaining": 0}})

        assert check(None, None, recorded(limits=limits))["call-headroom", ""].verdict == "fail"

    def test_warns_when_the_first_day_costs_more_than_is_left(self, check):
        asked = needs.of(price=lambda counts: Price(calls=counts["Lead"] * 100, jobs=20_000))

        results = check(asked=asked)

        assert (results["call-headroom", ""].verdict, results["call-headroom", ""].data["needed"]) == ("warn", 100_000)
        assert results["bulk-jobs", ""].verdict == "fail"

    def test_warns_before_the_sixth_grant(self, check):
        grants = records(*[{"AppName": "Gangway"}] * 4, {"AppName": "Other"})

        result = check(access(grants=grants))["refresh-tokens", ""]

        assert (result.verdict, result.data["used"]) == ("warn", 4)

    def test_warns_of_a_password_that_expires_and_of_the_end_of_this_way(self, check):
        held = records({**PERMISSIONS, "PermissionsPasswordNeverExpires": False})

        results = check(access(held=held), method=Method.PASSWORD)

        assert results["password-expiry", ""].verdict == "warn"
        assert results["sign-in-method", ""].verdict == "warn"

    def test_fails_for_an_org_of_the_other_kind(self, check):
        assert check(is_sandbox=True)["org-kind", ""].verdict == "fail"

    def test_stands_alone_where_the_api_is_off(self, cast, check, scripted):
        off = (403, [{"errorCode": "API_DISABLED_FOR_ORG", "message": "The REST API is not enabled."}])
        check()

        results = check(access(user=off))

        assert list(results) == [("api-access", "")]
        assert CheckResult.objects.of(cast.instance).get().verdict == "fail"


class TestRecordVisibility:
    def test_warns_where_sharing_hides_records(self, check):
        result = check(None, None, recorded(counts={"Lead": 600}))["record-visibility", "Lead"]

        assert (result.verdict, result.data["hidden"]) == ("warn", 400)

    def test_forgives_the_orgs_own_totals_their_age(self, check):
        answer = recorded(counts={"Lead": 990, "Contact": 512})

        assert check(None, None, answer)["record-visibility", "Lead"].verdict == "pass"

    def test_forgives_little_where_the_default_is_private(self, check):
        private = records({**ACCESS, "DefaultLeadAccess": "None"})
        answer = recorded(totals={"Lead": 20}, counts={"Lead": 0}, defaults=private)

        result = check(None, None, answer)["record-visibility", "Lead"]

        assert (result.verdict, result.data["access"]) == ("warn", "Private")

    def test_takes_the_default_of_the_parent(self, check):
        by_parent = records({"DefaultContactAccess": "ControlledByParent", "DefaultAccountAccess": "None"})

        result = check(None, None, recorded(defaults=by_parent))["record-visibility", "Contact"]

        assert result.data["access"] == "Private"


class TestRules:
    def test_are_told_by_name_and_in_their_own_words(self, check):
        rule = {
            "ValidationName": "Needs_Phone",
            "ErrorMessage": "Give a phone number.",
            "EntityDefinition": {"QualifiedApiName": "Lead"},
        }
        duplicate = {"DeveloperName": "Same_Email", "MasterLabel": "Same e-mail", "SobjectType": "Contact"}

        results = check(None, None, None, ruled(rule), ruled(duplicate))

        assert results["validation-rules", "Lead"].verdict == "warn"
        assert results["validation-rules", "Lead"].data["rules"][0]["text"] == "Give a phone number."
        assert results["duplicate-rules", "Contact"].data["names"] == "Same e-mail"
        assert results["duplicate-rules", "Lead"].verdict == "pass"

    def test_do_not_matter_where_nothing_is_written(self, check, scripted):
        results = check(access(), rights(), recorded(), asked=needs.of(written=()))

        assert results["validation-rules", ""].verdict == "na"
        assert len(scripted.asked) == 3


class TestOneCheckAgain:
    def test_replaces_what_the_same_call_answers_and_nothing_else(self, cast, check, scripted):
        check()
        before = dict(CheckResult.objects.of(cast.instance).values_list("code", "checked_at"))
        scripted.answers(access(grants=records(*[{"AppName": "Gangway"}] * 5)))

        checks.run(cast.instance, NEEDS, only="refresh-tokens")

        after = dict(CheckResult.objects.of(cast.instance).values_list("code", "checked_at"))
        assert CheckResult.objects.of(cast.instance).get(code="refresh-tokens").verdict == "warn"
        assert after["object-rights"] == before["object-rights"]
        assert after["marketing-user"] > before["marketing-user"]

    def test_never_puts_an_older_answer_over_a_newer_one(self, cast, check, scripted):
        check()
        newer = timezone.now() + datetime.timedelta(minutes=1)
        CheckResult.objects.of(cast.instance).filter(code="refresh-tokens").update(checked_at=newer)

        check(access(grants=records(*[{"AppName": "Gangway"}] * 5)))

        assert CheckResult.objects.of(cast.instance).get(code="refresh-tokens").verdict == "pass"


class TestHistory:
    def test_says_what_changed_from_what_to_what_and_tells_the_timeline(self, cast, check):
        check()

        check(None, rights(Lead=described("Lead", createable=False)))

        change = CheckChange.objects.of(cast.instance).get()
        assert (change.code, change.subject, change.was, change.became) == ("object-rights", "Lead", "pass", "fail")
        said = [event.sentence for event in Event.objects.of(cast.instance)]
        assert "The sync user no longer has what the sync needs: Rights on Lead." in said

    def test_remembers_how_each_round_went(self, cast, check):
        check()
        check(None, rights(Lead=described("Lead", createable=False)), why=checks.Why.DAILY)

        newest, oldest = CheckRound.objects.of(cast.instance)

        assert (newest.why, newest.failed, newest.calls) == ("daily", 1, 5)
        assert (oldest.why, oldest.failed) == ("step", 0)

    def test_says_nothing_of_a_daily_round_that_found_nothing_new(self, cast, check):
        check()
        before = Event.objects.of(cast.instance).count()

        check(why=checks.Why.DAILY)

        assert Event.objects.of(cast.instance).count() == before


class TestSchedule:
    def test_comes_back_within_a_day(self, cast, check):
        check()

        row = Recheck.objects.of(cast.instance).get()

        assert datetime.timedelta(hours=19) < row.due_at - row.asked_at <= datetime.timedelta(days=1)

    def test_is_claimed_by_one_worker_alone(self, cast, check):
        check()
        Recheck.objects.of(cast.instance).update(due_at=timezone.now())

        assert schedule.due(10) == [cast.instance.pk]
        assert schedule.claim(cast.instance) is not None
        assert schedule.claim(cast.instance) is None
        assert schedule.due(10) == []


class TestLeadConversion:
    def test_is_for_an_administrator_to_look_at_where_there_is_something_to_carry_over(self, check):
        result = check()["lead-conversion", ""]

        assert (result.verdict, result.data["count"]) == ("unknown", 3)

    def test_does_not_matter_before_there_are_marketing_fields(self, check):
        names = [field.api_name for field in marketing_fields.RECOMMENDED]

        results = check(None, rights(Contact=described("Contact", without=names)))

        assert results["lead-conversion", ""].verdict == "na"


class TestSevenHundredFields:
    def test_are_no_trouble_when_they_are_there_nor_when_all_of_them_are_hidden(self, check):
        names = [f"Custom_{number}__c" for number in range(700)]
        asked = needs.of(mapped={"Lead": names})

        there = check(None, rights(Lead=described("Lead", extra=names)), asked=asked)["mapped-fields", "Lead"]
        hidden = check(asked=asked)["mapped-fields", "Lead"]

        assert (there.verdict, there.data["read"]) == ("pass", [700, 700])
        assert (hidden.verdict, hidden.data["read"]) == ("fail", [0, 700])
        assert hidden.data["names"].endswith("… +692")

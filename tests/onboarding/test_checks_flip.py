"""Every check follows the org: each is turned in a practice org, and the next answer turns with it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from apps.connections import checks, external_app
from apps.connections.checks.table import BY_CODE
from apps.connections.models import CheckResult, Connection
from apps.onboarding import needs_of_sync
from apps.salesforce import login
from tests.onboarding.journey import Journey
from tests.onboarding.salesforce_pages import Visitor
from tests.salesforce.trainer import Trainer

pytestmark = pytest.mark.django_db
PHONE = {"object": "Lead", "name": "Needs_Phone", "condition": "Phone = null", "message": "Give a phone number."}
SAME_MAIL = {"object": "Contact", "name": "Same e-mail", "fields": ["Email"], "action": "block"}
SCORE = "mkto71_Lead_Score__c"


def switch(**switches):
    return ("switches", switches)


def hidden(object_name, field):
    return ("hidden", {"object": object_name, "field": field})


# code, subject, the verdict in a sound org, what a trainer does, the verdict then
FLIPS = [
    ("api-access", "", "pass", switch(user_has_api=False), "fail"),
    ("password-expiry", "", "pass", switch(denied={"permissions": ["PermissionsPasswordNeverExpires"]}), "warn"),
    ("object-rights", "Lead", "pass", switch(denied={"Lead": ["Create"]}), "fail"),
    ("object-rights", "Contact", "pass", switch(denied={"Contact": ["Edit"]}), "fail"),
    ("object-rights", "Opportunity", "pass", switch(denied={"Opportunity": ["Read"]}), "fail"),
    ("object-rights", "Account", "pass", switch(denied={"Account": ["Edit", "Create"]}), "pass"),
    ("required-fields", "Contact", "pass", hidden("Contact", "Email"), "fail"),
    ("required-fields", "Contact", "pass", switch(read_only={"Contact": ["Email"]}), "fail"),
    ("required-fields", "Task", "pass", hidden("Task", "WhoId"), "fail"),
    ("mapped-fields", "Lead", "pass", hidden("Lead", "Phone"), "warn"),
    ("mapped-fields", "Lead", "pass", switch(read_only={"Lead": ["Phone"]}), "warn"),
    ("mapped-fields", "Account", "pass", switch(read_only={"Account": ["Phone"]}), "pass"),
    ("account-type", "", "pass", hidden("Account", "Type"), "warn"),
    ("activity-fields", "Event", "pass", hidden("Event", "Location"), "warn"),
    ("activity-fields", "Task", "pass", hidden("Task", "Description"), "na"),
    ("marketing-fields", "Lead", "pass", hidden("Lead", SCORE), "warn"),
    ("marketing-fields", "Contact", "pass", switch(read_only={"Contact": [SCORE]}), "warn"),
    ("record-visibility", "Lead", "pass", switch(unseen={"Lead": 50}), "warn"),
    ("record-visibility", "Lead", "pass", ("sharing", {"object": "Lead", "access": "None"}), "warn"),
    ("call-headroom", "", "pass", switch(daily_calls=200), "warn"),
    ("validation-rules", "Lead", "pass", ("validation-rules", PHONE), "warn"),
    ("duplicate-rules", "Contact", "pass", ("duplicate-rules", SAME_MAIL), "warn"),
]
# answers that stay "not applicable" and say something else
EVIDENCE = [
    ("named-permission", "ConvertLeads", switch(denied={"permissions": ["PermissionsConvertLeads"]})),
    ("named-permission", "EditTask", switch(denied={"permissions": ["PermissionsEditTask"]})),
    ("marketing-user", "", switch(marketing_user=False)),
]
# what no switch of an org turns; other tests do
TURNED_ELSEWHERE = frozenset(
    {"org-kind", "sign-in-method", "refresh-tokens", "page-layouts", "lead-conversion", "bulk-jobs"}
)


def sign_in_elsewhere(journey):
    """Another program with the same app and user."""
    app = external_app.of(Connection.objects.of(journey.instance).get())
    verifier = login.new_verifier()
    visitor = Visitor()
    visitor.open(login.oauth_authorize_url(app, state="elsewhere", verifier=verifier))
    visitor.log_in(journey.user["username"], journey.user["password"])
    code = parse_qs(urlsplit(visitor.answer("approve")).query)["code"][0]
    login.exchange_code(app, code, verifier=verifier)


def asked(journey, why=checks.Why.PERSON):
    checks.run(journey.instance, needs_of_sync.of(journey.instance), why=why)
    rows = CheckResult.objects.of(journey.instance)
    return {(row.code, row.subject): row for row in rows}


class TestFlip:
    @pytest.mark.parametrize(("code", "subject", "sound", "deed", "then"), FLIPS)
    def test_is_seen(self, troubled, trainer, code, subject, sound, deed, then):
        troubled.connected()
        before = asked(troubled)[code, subject]

        trainer.do(deed[0], **deed[1])
        after = asked(troubled)[code, subject]

        assert (before.verdict, after.verdict) == (sound, then)

    @pytest.mark.parametrize(("code", "subject", "deed"), EVIDENCE)
    def test_changes_the_evidence(self, troubled, trainer, code, subject, deed):
        troubled.connected()
        before = asked(troubled)[code, subject]

        trainer.do(deed[0], **deed[1])
        after = asked(troubled)[code, subject]

        assert before.seen != after.seen

    def test_is_tried_for_every_check(self):
        tried = {each[0] for each in [*FLIPS, *EVIDENCE]}

        assert tried | TURNED_ELSEWHERE == set(BY_CODE)


class TestGrants:
    def test_are_counted_before_the_sixth_ends_the_first(self, troubled):
        troubled.prepare().store_app()
        troubled.come_back(troubled.at_salesforce().answer("approve"))
        troubled.work("verify-credentials")
        before = asked(troubled)["refresh-tokens", ""]

        for _ in range(3):
            sign_in_elsewhere(troubled)
        after = asked(troubled)["refresh-tokens", ""]

        assert (before.verdict, after.verdict) == ("pass", "warn")
        assert (before.data["used"], after.data["used"]) == (1, 4)

    def test_leave_the_way_of_signing_in_alone(self, troubled):
        troubled.prepare().store_app()
        troubled.come_back(troubled.at_salesforce().answer("approve"))
        troubled.work("verify-credentials")

        results = asked(troubled)

        assert results["sign-in-method", ""].verdict == "pass"
        assert results["refresh-tokens", ""].verdict == "pass"


class TestProfessional:
    @pytest.fixture
    def professional(self, cast, practice_org):
        trainer = Trainer(practice_org.url, "professional")
        return trainer, Journey(cast, trainer.org).connected()

    def test_looks_at_the_layout_of_every_record_type(self, professional):
        trainer, journey = professional
        before = asked(journey)["page-layouts", "Event"]

        trainer.do("switches", off_layout={"Event-Event Layout": ["IsAllDayEvent"]})
        after = asked(journey)["page-layouts", "Event"]

        assert (before.verdict, after.verdict) == ("pass", "warn")
        assert after.data["names"] == "All-Day Event"

    def test_names_page_layouts_in_every_fix(self, professional):
        trainer, journey = professional
        trainer.do("hidden", object="Lead", field="Status")
        journey.work("check-sync-user")

        page = journey.page("check-sync-user")

        assert "Setup › Page Layouts › Lead › Edit: drag Status onto the layout, Save." in page
        assert "permission-set.zip" not in page

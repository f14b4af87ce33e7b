"""Steps 12 to 14, the Sync status page and the guides after it, as people use them."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from apps.checklist import actions, following, runner, steps
from apps.checklist.models import Step
from apps.connections.models import Connection
from apps.mapping import lock
from apps.mapping.models import Acceptance, DuplicatePreview
from apps.marketing import database
from apps.salesforce import soap
from apps.sync.models import Operation, StartReceipt, SyncState

BEFORE = [
    "choose-org",
    "add-fields",
    "create-sync-user",
    "connect",
    "verify-credentials",
    "check-sync-user",
    "discover-fields",
    "choose-fields",
    "sync-fields",
    "review-mappings",
    "preview-duplicates",
]


class Walk:
    """An operator whose set-up has come as far as step 12."""

    def __init__(self, cast):
        self.cast = cast
        self.instance = cast.instance
        self.browser = cast.browser("operator")

    def url(self, name, *more):
        return reverse(f"onboarding:{name}", args=[self.instance.key, *more])

    def page(self, slug):
        return self.browser.get(self.url("step", slug)).content.decode()

    def status(self, **asked):
        return self.browser.get(self.url("sync_status"), asked).content.decode()

    def work(self, slug):
        """What the worker does with this step, chunk after chunk."""
        for _chunk in range(50):
            Step.objects.of(self.instance).filter(slug=slug).update(run_at=None)
            if runner.run(self.step(slug).pk) is None:
                break
        return self.step(slug)

    def step(self, slug):
        return steps.get(self.instance, slug)

    def started(self):
        self.work("start-sync")
        self.browser.post(self.url("start_sync"), {"has_read": "on"})
        return self

    def synced(self):
        self.started().work("initial-sync")
        return self


@pytest.fixture
def walk(cast, placement, practice_org):
    user, url = practice_org.org()["sync_user"], practice_org.url
    session = soap.login(url, user["username"], user["password"], user["security_token"], practice_url=url)
    Connection.objects.create(
        instance=cast.instance,
        environment="practice",
        expected_edition="enterprise",
        login_url=url,
        method="password",
        username=user["username"],
        password=user["password"],
        security_token=user["security_token"],
        access_token=session.access_token,
        instance_url=session.instance_url,
    )
    Step.objects.of(cast.instance).filter(slug__in=BEFORE).update(state="done")
    following.unlock(cast.instance)
    return Walk(cast)


class TestStartSync:
    def test_estimates_by_itself_and_waits_for_a_person(self, walk):
        step = walk.work("start-sync")

        page = walk.page("start-sync")
        assert step.state == "waiting"
        assert "Start Salesforce Sync" in page
        assert "Start Sync</button>" in page
        assert "only chance to review" in page
        assert "no automatic de-duplication" in page

    def test_does_not_begin_before_the_cautions_were_read(self, walk):
        walk.work("start-sync")

        page = walk.browser.post(walk.url("start_sync")).content.decode()

        assert "Read the four points" in page
        assert walk.step("start-sync").state == "waiting"
        assert walk.step("initial-sync").state == "locked"

    def test_waits_until_the_fields_that_were_accepted_are_created(self, walk):
        walk.work("start-sync")
        Acceptance.objects.create(instance=walk.instance, list_hash="x", count=0, plan={}, statement="")

        walk.browser.post(walk.url("start_sync"), {"has_read": "on"})

        assert walk.step("start-sync").state == "waiting"
        assert not lock.is_locked(walk.instance)

    def test_shows_the_texts_that_were_accepted_whatever_the_rule_says_later(self, walk):
        walk.started()
        DuplicatePreview.objects.create(instance=walk.instance, joining="contact")

        assert "become two people" in walk.page("start-sync")

    def test_begins_once_however_often_the_button_is_pressed(self, walk):
        walk.started()

        walk.browser.post(walk.url("start_sync"), {"has_read": "on"})

        assert StartReceipt.objects.of(walk.instance).count() == 1

    def test_keeps_a_receipt_locks_the_mappings_and_begins(self, walk):
        walk.started()

        receipt = StartReceipt.objects.of(walk.instance).get()
        assert receipt.accepted_name == walk.cast.operator.name
        assert len(receipt.texts) == 4
        assert receipt.estimate["records"] > 0
        assert lock.is_locked(walk.instance)
        assert walk.step("start-sync").state == "done"
        assert walk.step("initial-sync").state == "queued"
        assert receipt.hash[:12] in walk.page("start-sync")

    def test_begins_once(self, walk):
        walk.started().started()

        assert StartReceipt.objects.of(walk.instance).count() == 1

    def test_is_not_for_viewers(self, walk):
        walk.work("start-sync")
        viewer = walk.cast.browser("viewer")

        assert viewer.post(walk.url("start_sync"), {"has_read": "on"}).status_code == 403
        assert "Start Sync</button>" not in viewer.get(walk.url("step", "start-sync")).content.decode()


class TestInitialSync:
    def test_ends_with_every_record_here_and_the_headline(self, walk):
        step = walk.started().work("initial-sync")

        assert step.state == "done"
        page = walk.page("initial-sync")
        assert "records are here" in page
        assert "Last Synced" in page
        assert "from Lead" in page

    def test_answers_with_a_fragment_that_follows_the_live_line(self, walk):
        walk.started()
        step = walk.step("initial-sync")

        fragment = walk.browser.get(walk.url("voyage")).content.decode()

        assert fragment.lstrip().startswith(f'<div id="step-{step.pk}"')
        assert f"sse:step-{step.pk}" in fragment
        assert "<html" not in fragment

    def test_is_paused_and_resumed(self, walk):
        walk.started()
        step = walk.step("initial-sync")

        walk.browser.post(reverse("onboarding:pause", args=[step.pk]))
        paused = walk.page("initial-sync")
        walk.browser.post(reverse("onboarding:resume", args=[step.pk]))

        assert "Resume" in paused
        assert "goes on from the last saved page" in paused
        assert walk.step("initial-sync").state == "queued"

    def test_says_what_stays_when_it_is_cancelled(self, walk):
        walk.started()
        step = walk.step("initial-sync")

        page = walk.browser.post(
            reverse("onboarding:cancel", args=[step.pk]), {"next": walk.url("step", "initial-sync")}, follow=True
        ).content.decode()

        assert walk.step("initial-sync").state == "ready"
        assert "Starting again goes on" in page
        assert "Never synced" in page

    def test_shows_values_that_were_set_aside(self, walk):
        walk.synced()
        with database.connect(walk.instance) as connection:
            connection.execute(
                "INSERT INTO sync_row_error (object, record_id, field, value, code, reason) VALUES"
                " ('Contact', '0034a0000000001AAA', 'Size__c', '50-100', '22P02',"
                " 'invalid input syntax for type numeric: \"50-100\"')"
            )
        Step.objects.of(walk.instance).filter(slug="initial-sync").update(state="queued")

        page, listed = walk.page("initial-sync"), walk.status()

        assert "1 value set aside" in page
        assert "“50-100” is not a number" in page
        assert "“50-100” is not a number" in listed
        assert "0034a0000000001AAA" in walk.browser.get(walk.url("row_errors")).content.decode()


class TestRowErrors:
    @pytest.fixture
    def rejected(self, walk):
        walk.synced()
        with database.connect(walk.instance) as connection:
            connection.execute(
                "INSERT INTO sync_row_error (object, record_id, field, value, code, reason)"
                " SELECT 'Contact', sfdc_id, 'Size__c', '50-100', '22P02', 'invalid input syntax for type numeric'"
                " FROM person_contact ORDER BY sfdc_id LIMIT 3"
            )
            rows = connection.execute("SELECT record_id FROM sync_row_error ORDER BY record_id").fetchall()
        return [record_id for (record_id,) in rows]

    def test_are_searched_by_record(self, walk, rejected):
        page = walk.browser.get(walk.url("row_errors"), {"q": rejected[1][:15]}).content.decode()

        assert rejected[1] in page
        assert rejected[0] not in page

    def test_are_read_again_one_by_one(self, walk, rejected):
        page = walk.browser.post(
            walk.url("read_again"), {"chosen": [f"Contact:{each}" for each in rejected[:2]]}, follow=True
        ).content.decode()

        assert "2 records are read again" in page

    def test_are_read_again_by_cause_and_all(self, walk, rejected):
        asked = [{"object": "Contact", "field": "Size__c", "code": "22P02"}, {"all": "1"}]

        first, again = (walk.browser.post(walk.url("read_again"), each, follow=True).content.decode() for each in asked)

        assert "3 records are read again" in first
        assert "being read again already" in again

    def test_ask_for_a_choice(self, walk, rejected):
        page = walk.browser.post(walk.url("read_again"), {"chosen": "Nothing:1"}, follow=True).content.decode()

        assert "No record was chosen" in page


class TestWhyIsntThisRecordHere:
    def test_answers_with_the_checks_that_led_to_it(self, walk):
        walk.synced()
        with database.connect(walk.instance) as connection:
            (contact,) = connection.execute("SELECT min(sfdc_id) FROM person_contact WHERE NOT is_deleted").fetchone()

        page = walk.browser.post(walk.url("why"), {"question": contact}).content.decode()

        assert "It is here." in page
        assert f"Exists in Salesforce: Contact {contact}" in page
        assert "1 Salesforce call was made." in page

    def test_says_what_can_be_asked(self, walk):
        answer = walk.browser.post(walk.url("why"), {"question": "Lena"})

        assert answer.status_code == 422
        assert "neither an e-mail address nor a Salesforce id" in answer.content.decode()

    def test_says_why_salesforce_could_not_be_asked(self, walk):
        walk.synced()
        Connection.objects.of(walk.instance).update(access_token="", refused_at=None)

        page = walk.browser.post(walk.url("why"), {"question": "003000000000001"}).content.decode()

        assert "Nobody has signed in" in page or "not connected" in page


class TestVerifySync:
    def test_compares_counts_and_values_and_congratulates(self, walk):
        step = walk.synced().work("verify-sync")

        page = walk.page("verify-sync")
        assert step.state == "done"
        assert step.verified_at
        assert "Congratulations" in page
        assert "Different" not in page
        assert "Install Sales Insight" in page
        assert "Configure Sales Insight (Professional)" in page

    def test_finds_a_record_that_is_missing(self, walk):
        walk.synced()
        with database.connect(walk.instance) as connection:
            connection.execute("DELETE FROM company WHERE sfdc_id = (SELECT min(sfdc_id) FROM company)")

        step = walk.work("verify-sync")

        page = walk.page("verify-sync")
        assert step.state == "done"
        assert step.verified_at is None
        assert "Congratulations" not in page
        assert page.count("Different") == 1

    def test_finds_a_value_that_differs(self, walk):
        walk.synced()
        with database.connect(walk.instance) as connection:
            connection.execute("UPDATE sales_user SET name = 'Somebody else'")

        step = walk.work("verify-sync")

        page = walk.page("verify-sync")
        assert step.verified_at is None
        assert "Congratulations" not in page
        assert page.count("<b>User</b>") > 0


class TestSyncStatus:
    def test_says_never_before_the_first_sync(self, walk):
        assert "Never synced" in walk.status()

    def test_lists_operations_and_exports_them(self, walk):
        walk.synced()

        page = walk.status()
        file = walk.browser.get(walk.url("cycles_file"))

        rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
        columns = [
            "Started At",
            "Ended At",
            "Object",
            "Operation",
            "Status",
            "New",
            "Updated",
            "Deleted",
            "Failed Item",
            "Skipped",
        ]
        assert rows[0] == columns
        assert all(column in page for column in columns)
        assert {row[2] for row in rows[1:]} >= {"Lead", "Contact", "Account"}

    def test_shows_what_was_asked_for(self, walk):
        walk.synced()

        page = walk.status(object="Lead", status="succeeded", days="nonsense")

        shown = page[page.index("<tbody>") :]
        assert "Lead" in shown
        assert "Account" not in shown

    def test_disables_enables_and_syncs_now(self, walk):
        walk.synced()
        state = SyncState.objects.of(walk.instance)

        walk.browser.post(walk.url("disable_sync"))
        off = (state.get().is_enabled, walk.status())
        walk.browser.post(walk.url("enable_sync"))
        answer = walk.browser.post(walk.url("sync_now"), follow=True)

        assert "Gangway looks for changes now." in answer.content.decode()
        assert off[0] is False
        assert "The sync is disabled" in off[1]
        assert state.get().is_enabled

    def test_tells_of_a_failure_with_cause_and_fix(self, walk):
        walk.synced()
        problem = {"code": "grant-ended", "turn": "customer", "data": {}}
        SyncState.objects.of(walk.instance).update(word="failed", problem=problem)

        page = walk.status()

        assert "Failed: The access to Salesforce has ended" in page
        assert "sign in again as the sync user" in page

    def test_shows_cycles_that_had_nothing_to_do(self, walk):
        walk.synced()
        Operation.objects.of(walk.instance).delete()

        assert "All objects" in walk.status()

    def test_keeps_strangers_and_viewers_from_its_switches(self, walk):
        assert walk.cast.browser("stranger").post(walk.url("sync_now")).status_code == 404
        assert walk.cast.browser("viewer").post(walk.url("sync_now")).status_code == 403
        assert walk.cast.browser("viewer").get(walk.url("sync_status")).status_code == 200


class TestAFailedInitialSync:
    def test_is_the_headline_s_failure_too(self, walk):
        walk.started()
        Connection.objects.of(walk.instance).update(refused_code="invalid_grant", refused_at="2026-01-01T00:00:00Z")

        step = walk.work("initial-sync")

        assert step.state == "failed"
        assert "Failed" in walk.page("initial-sync")
        assert SyncState.objects.of(walk.instance).get().word == "failed"

    def test_goes_on_when_somebody_has_mended_it(self, walk):
        walk.started()
        Connection.objects.of(walk.instance).update(refused_code="invalid_grant", refused_at="2026-01-01T00:00:00Z")
        walk.work("initial-sync")
        Connection.objects.of(walk.instance).update(refused_code="", refused_at=None)

        actions.start(walk.step("initial-sync"), by=walk.cast.operator)
        step = walk.work("initial-sync")

        assert step.state == "done"
        assert SyncState.objects.of(walk.instance).get().word == "synced"


class TestGuides:
    def test_remember_what_was_ticked(self, walk):
        guide = walk.url("guide", "install-sales-insight")

        walk.browser.post(walk.url("tick_line", "install-sales-insight", "get"), {"done": "yes"})
        ticked = walk.browser.get(guide).content.decode()
        walk.browser.post(walk.url("tick_line", "install-sales-insight", "get"), {"done": "no"})

        assert "1 of 5 done" in ticked
        assert "0 of 5 done" in walk.browser.get(guide).content.decode()

    def test_have_no_other_lines(self, walk):
        assert walk.browser.post(walk.url("tick_line", "install-sales-insight", "sing")).status_code == 404
        assert walk.browser.get(walk.url("guide", "sing")).status_code == 404

"""The support desk: what is stuck, and what may be done about it."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.checklist.models import Step
from apps.checklist.states import State
from apps.support import stuck
from apps.sync.models import SyncState
from apps.timeline.models import Event
from tests import makers

MINUTE = datetime.timedelta(minutes=1)
BUG = {"code": "bug", "turn": "ours", "data": {}}
REFUSED = {"code": "refused", "turn": "customer", "data": {}}
AWAY = {"code": "away", "turn": "time", "data": {}}


def ago(minutes):
    return timezone.now() - minutes * MINUTE


def step(short_list, **columns):
    """The job ``copy`` of an instance, otherwise hale: a worker beats, rows come."""
    hale = {"heartbeat_at": ago(0), "lease_until": ago(-1), "progressed_at": ago(1), "run_at": ago(0)}
    made = makers.step(slug="copy", **{**hale, **columns})
    if made.state in {State.RUNNING, State.QUEUED}:
        makers.run(step=made, started_at=columns.get("state_since", ago(20)))
    return made


@pytest.mark.django_db
class TestStuck:
    @pytest.mark.parametrize(
        ("columns", "reason", "turn"),
        [
            ({"state": "running", "heartbeat_at": ago(5)}, "silent", "us"),
            ({"state": "running", "heartbeat_at": None}, "silent", "us"),
            ({"state": "running", "progressed_at": ago(11)}, "no_rows", "time"),
            ({"state": "queued", "run_at": ago(3)}, "not_taken", "us"),
            ({"state": "queued", "run_at": ago(-5), "problem": AWAY}, "retrying", "time"),
            ({"state": "failed", "problem": BUG}, "broken", "us"),
            ({"state": "failed", "problem": REFUSED}, "failed", "person"),
            ({"state": "waiting"}, "waiting", "person"),
            ({"state": "paused", "state_since": ago(2000)}, "untouched", "person"),
        ],
    )
    def test_lists_what_does_not_move_with_its_cause_and_turn(self, short_list, columns, reason, turn):
        step(short_list, **columns)

        found = stuck.of_everybody().get()

        assert (found.reason, found.turn) == (reason, turn)

    @pytest.mark.parametrize(
        "columns",
        [
            {"state": "running"},
            {"state": "queued"},
            {"state": "ready", "state_since": ago(60)},
            {"state": "done", "state_since": ago(5000)},
            {"state": "locked", "state_since": ago(5000)},
        ],
    )
    def test_leaves_out_what_moves_or_need_not(self, short_list, columns):
        step(short_list, **columns)

        assert not stuck.of_everybody().exists()

    def test_lets_a_run_that_began_just_now_have_its_ten_minutes(self, short_list):
        made = step(short_list, state="running", progressed_at=ago(3000))
        made.runs.update(started_at=ago(2))

        assert not stuck.of_everybody().exists()

    def test_puts_ours_first_and_then_the_oldest(self, short_list):
        young = step(short_list, state="failed", problem=REFUSED, state_since=ago(5))
        old = step(short_list, state="waiting", state_since=ago(50))
        ours = step(short_list, state="failed", problem=BUG, state_since=ago(1))

        assert list(stuck.of_everybody()) == [ours, old, young]

    @pytest.mark.parametrize("words", ["halden", "HALDEN_KEY", "partners", "refused", "00D4f0000"])
    def test_is_searched_by_instance_agency_code_and_org(self, short_list, words):
        agency = makers.agency(name="Brightwater Partners")
        instance = makers.instance(agency=agency, name="Halden Instruments", key="halden_key")
        makers.connection(instance=instance, org_id="00D4f000000Kd2LEAS")
        wanted = step(short_list, instance=instance, state="failed", problem=REFUSED)
        step(short_list, state="failed", problem=BUG)

        assert list(stuck.matching(stuck.of_everybody(), words)) == [wanted]


@pytest.mark.usefixtures("short_list")
class TestSyncsInTrouble:
    @pytest.mark.parametrize(
        ("word", "problem", "turn"), [("failed", REFUSED, "person"), ("failed", BUG, "us"), ("synced", AWAY, "time")]
    )
    def test_are_listed_with_whose_turn_it_is(self, cast, word, problem, turn):
        SyncState.objects.create(instance=cast.instance, word=word, problem=problem, failures=3)

        page = cast.browser("support").get(f"/support/?turn={turn}").content.decode()

        assert "Halden &amp; Partners, sync" in page
        assert "tried 3 times" in page

    def test_that_run_well_are_left_out(self, cast):
        SyncState.objects.create(instance=cast.instance, word="synced")

        assert "Nothing is stuck" in cast.browser("support").get("/support/").content.decode()

    def test_are_told_on_the_page_of_the_case(self, cast):
        SyncState.objects.create(instance=cast.instance, word="failed", problem=BUG)

        page = cast.browser("support").get(f"/support/{cast.instance.key}/").content.decode()

        assert "Row errors" in page


@pytest.mark.usefixtures("short_list")
class TestDeskPage:
    def stick(self, cast, slug="copy", state="failed", problem=REFUSED):
        Step.objects.of(cast.instance).filter(slug=slug).update(state=state, problem=problem, state_since=ago(3))

    def test_is_not_there_for_anybody_else(self, cast):
        for who in ("owner", "viewer", "stranger"):
            assert cast.browser(who).get("/support/").status_code == 404
            assert cast.browser(who).get(f"/support/{cast.instance.key}/").status_code == 404

    def test_lists_the_case_with_its_code(self, cast):
        self.stick(cast, problem={"code": "bug", "turn": "ours", "data": {}})

        page = cast.browser("support").get("/support/").content.decode()

        assert "Halden Instruments" in page
        assert "Halden &amp; Partners, 3 Copy" in page
        assert "<code>bug</code>" in page

    def test_filters_by_turn(self, cast):
        self.stick(cast)
        browser = cast.browser("support")

        assert "Halden Instruments" in browser.get("/support/?turn=person").content.decode()
        assert "Halden Instruments" not in browser.get("/support/?turn=us").content.decode()

    def test_says_so_when_nothing_is_stuck(self, cast):
        assert "Nothing is stuck" in cast.browser("support").get("/support/").content.decode()

    def test_needs_the_same_number_of_queries_for_one_and_for_many(self, cast):
        browser = cast.browser("support")
        self.stick(cast)
        browser.get("/support/")

        with CaptureQueriesContext(connection) as few:
            browser.get("/support/")
        for _ in range(8):
            makers.step(slug="copy", state="failed", problem=BUG)
        with CaptureQueriesContext(connection) as many:
            browser.get("/support/")

        assert len(few) == len(many)


@pytest.mark.usefixtures("short_list")
class TestCasePage:
    CANARY = "canary-that-nobody-may-see"

    def test_opens_on_the_most_urgent_step(self, cast):
        Step.objects.of(cast.instance).filter(slug="copy").update(state="failed", problem=BUG)

        page = cast.browser("support").get(f"/support/{cast.instance.key}/").content.decode()

        assert "Runs of step 3" in page
        assert "Something broke on our side" in page

    def test_shows_no_secret(self, cast):
        names = ("consumer_key", "consumer_secret", "password", "security_token", "access_token", "refresh_token")
        secrets = {name: f"{self.CANARY}-{name}" for name in names}
        makers.connection(instance=cast.instance, org_name="Halden Org", username="sync@halden.example", **secrets)

        page = cast.browser("support").get(f"/support/{cast.instance.key}/").content.decode()

        assert "Halden Org" in page
        assert self.CANARY not in page

    def test_does_not_even_read_a_secret(self, cast):
        makers.connection(instance=cast.instance, password=self.CANARY)

        with CaptureQueriesContext(connection) as captured:
            cast.browser("support").get(f"/support/{cast.instance.key}/")

        read = [query["sql"] for query in captured if "connections_connection" in query["sql"]]
        assert read
        assert not any('"password"' in sql or '"access_token"' in sql for sql in read)

    def test_shows_refused_verbs_with_the_reason(self, cast):
        Step.objects.of(cast.instance).filter(slug="copy").update(state="running", lease_until=ago(-5))

        page = cast.browser("support").get(f"/support/{cast.instance.key}/?step=copy").content.decode()

        assert "a worker holds it until" in page
        assert "Takes the lease away" in page

    def test_says_when_the_chain_was_tampered_with(self, cast):
        page = cast.browser("support").get(f"/support/{cast.instance.key}/").content.decode()

        assert "chain whole" in page


@pytest.mark.usefixtures("short_list")
class TestAct:
    def act(self, cast, who="support", **told):
        url = f"/support/{cast.instance.key}/act/"
        return cast.browser(who).post(url, {"step": "copy", "verb": "retry", "reason": "worker lost", **told})

    def state(self, cast, **columns):
        copy = Step.objects.of(cast.instance).filter(slug="copy")
        if columns:
            copy.update(**columns)
        return copy.get().state

    def test_retries_a_failed_step_and_records_who_and_why(self, cast):
        self.state(cast, state="failed", problem=BUG)

        self.act(cast)

        event = Event.objects.of(cast.instance).first()
        assert self.state(cast) == "queued"
        assert (event.kind, event.actor) == ("step.retried", cast.support)
        assert event.data["reason"] == "worker lost"

    def test_retries_now_what_would_have_waited(self, cast):
        self.state(cast, state="queued", problem=AWAY, run_at=ago(-60))

        self.act(cast)

        assert Step.objects.of(cast.instance).get(slug="copy").run_at <= timezone.now()

    def test_releases_a_step_from_a_worker(self, cast):
        self.state(cast, state="running", lease_until=ago(-5))

        self.act(cast, verb="release")

        assert self.state(cast) == "ready"
        assert Event.objects.of(cast.instance).first().kind == "step.released"

    @pytest.mark.parametrize("told", [{"reason": "  "}, {"verb": ""}, {"verb": "delete"}, {"step": "nowhere"}])
    def test_wants_a_verb_and_a_reason(self, cast, told):
        self.state(cast, state="failed", problem=BUG)

        answer = self.act(cast, **told)

        assert answer.status_code == 422
        assert self.state(cast) == "failed"

    def test_refuses_what_may_not_be_done_now(self, cast):
        self.state(cast, state="done")

        self.act(cast)

        assert self.state(cast) == "done"

    def test_is_not_there_for_an_owner(self, cast):
        self.state(cast, state="failed", problem=BUG)

        assert self.act(cast, who="owner").status_code == 404
        assert self.state(cast) == "failed"

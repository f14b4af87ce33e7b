"""The list from its first step to its last: what opens, what begins by itself, what goes out of date."""

from __future__ import annotations

import pytest

from apps.checklist import actions, following, progress, runner
from apps.checklist.definition import Again, Done, Wait
from apps.checklist.models import Run
from apps.timeline.models import Event
from tests.short_list import Outage, Refusal


@pytest.fixture
def finish(step):
    return lambda slug, **told: actions.finish(step(slug), by=None, message="Done.", **told)


@pytest.fixture
def run(step):
    return lambda slug: runner.run(step(slug).pk)


class TestANewList:
    def test_has_its_first_step_open_and_the_others_locked(self, states):
        assert states() == {"choose": "ready", "look": "locked", "copy": "locked", "extras": "locked"}


class TestFinish:
    def test_opens_what_comes_after_and_begins_jobs_that_only_read(self, states, finish):
        finish("choose")

        assert states() == {"choose": "done", "look": "queued", "copy": "locked", "extras": "locked"}

    def test_says_whether_we_saw_it_ourselves(self, step, finish):
        finish("choose", verified=False)

        assert step("choose").is_unverified

    def test_puts_everything_that_rests_on_it_out_of_date_down_the_list(self, states, finish, run):
        finish("choose")
        run("look")
        finish("copy")

        finish("choose")

        assert states() == {"choose": "done", "look": "queued", "copy": "stale", "extras": "ready"}


class TestStart:
    @pytest.mark.parametrize("slug", ["look", "copy"])
    def test_does_nothing_to_a_locked_step(self, step, states, slug):
        moved = actions.start(step(slug), by=None)

        assert not moved
        assert states()[slug] == "locked"

    def test_does_nothing_to_a_step_without_a_job(self, step):
        assert not actions.start(step("choose"), by=None)

    def test_does_nothing_the_second_time(self, step, finish, run):
        finish("choose")
        run("look")
        first, second = step("copy"), step("copy")

        assert [actions.start(first, by=None), actions.start(second, by=None)] == [True, False]
        assert Run.objects.filter(step=first).count() == 1
        assert Event.objects.of(first.instance).filter(kind="step.started").count() == 1


class TestOutcomes:
    @pytest.fixture(autouse=True)
    def _queued(self, finish):
        finish("choose")

    def test_done(self, step, states, run):
        assert run("look") is None
        assert states()["look"] == "done"
        assert step("look").verified_at
        assert states()["copy"] == "ready"

    def test_wait_hands_over_to_a_person(self, short_list, step, run):
        short_list.write("look", Wait("Is it %(org)s?", {"org": "Halden"}))

        run("look")

        assert step("look").state == "waiting"
        assert step("look").outcome == {"message": "Is it %(org)s?", "data": {"org": "Halden"}}
        assert step("look").runs.get().ending == "waiting"

    def test_again_goes_on_in_the_same_run(self, short_list, step, run):
        short_list.write("look", Again(), Again(), Done("Through."))

        seconds = [run("look"), run("look"), run("look")]

        assert seconds == [0, 0, None]
        assert step("look").runs.get().chunks == 3

    def test_an_outage_is_tried_again_later_and_later_and_then_given_to_a_person(self, short_list, step, run):
        short_list.write("look", *[Outage()] * 4)

        waits = []
        for _ in range(4):
            waits.append(run("look"))
            step("look").__class__.objects.of(step("look").instance).update(run_at=None)

        assert waits == [2, 4, 8, None]
        assert step("look").state == "failed"
        assert step("look").problem["turn"] == "time"

    def test_progress_in_between_gives_the_tries_back(self, short_list, step, run):
        short_list.write("look", Outage(), Again(), Outage())

        for _ in range(3):
            run("look")
            step("look").__class__.objects.of(step("look").instance).update(run_at=None)

        assert step("look").failures == 1

    def test_a_refusal_is_the_customers_turn_at_once(self, short_list, step, run):
        short_list.write("look", Refusal("no right"))

        assert run("look") is None
        assert step("look").state == "failed"
        assert step("look").problem == {"code": "refused", "turn": "customer", "data": {"seen": "no right"}}

    def test_a_bug_is_ours_and_its_words_stay_inside(self, short_list, step, run):
        short_list.write("look", ZeroDivisionError("password=hunter2"))

        run("look")

        assert step("look").problem == {"code": "bug", "turn": "ours", "data": {}}
        assert "hunter2" not in str(list(Event.objects.of(step("look").instance).values()))

    def test_does_not_run_before_its_time(self, short_list, step, run):
        short_list.write("look", Again(60), Done("Too early."))
        run("look")

        assert run("look") is None
        assert step("look").state == "queued"


class TestStale:
    @pytest.fixture(autouse=True)
    def _through(self, finish, run):
        finish("choose")
        run("look")
        finish("copy")

    def test_names_what_changed(self, step, finish):
        finish("choose")

        said = [event.sentence for event in Event.objects.of(step("copy").instance).filter(kind="step.stale")]
        assert said == ["“Copy” is out of date: “Look” changed.", "“Look” is out of date: “Choose” changed."]

    def test_keeps_open_what_was_open(self, states, finish):
        finish("choose")

        assert states()["extras"] == "ready"

    def test_is_mended_when_the_step_is_done_again(self, states, finish, run):
        finish("choose")
        run("look")
        finish("copy")

        assert states()["copy"] == "done"

    def test_a_job_that_only_reads_waits_until_what_it_rests_on_is_firm(self, step, states):
        actions.reopen(step("choose"), by=None)

        following.changed(step("choose"))

        assert states()["look"] == "stale"

    @pytest.mark.parametrize("outcome", [Wait("Look here."), Refusal("no")])
    def test_a_job_that_waited_or_failed_looks_again(self, short_list, step, states, finish, run, outcome):
        short_list.write("look", outcome)
        actions.start(step("look"), by=None)
        run("look")

        finish("choose")

        assert states()["look"] == "queued"

    def test_a_job_that_was_running_begins_anew_and_its_old_worker_changes_nothing(self, short_list, step, finish, run):
        def overtaken(_step):
            finish("choose")
            return Done("From what was before.")

        short_list.write("look", overtaken, Done("From what is now."))
        actions.start(step("look"), by=None)

        run("look")
        assert step("look").state == "queued"
        run("look")

        assert step("look").outcome["message"] == "From what is now."


class TestPeople:
    @pytest.fixture(autouse=True)
    def _copying(self, finish, run, step):
        finish("choose")
        run("look")
        actions.start(step("copy"), by=None)

    def test_pause_and_resume_keep_the_run(self, short_list, step, run):
        short_list.write("copy", Again())
        run("copy")

        assert actions.pause(step("copy"), by=None)
        assert run("copy") is None
        assert actions.resume(step("copy"), by=None)
        run("copy")

        assert step("copy").state == "done"
        assert step("copy").runs.count() == 1

    def test_pause_during_a_chunk_lets_it_end_without_effect(self, short_list, step, run):
        def paused(_step):
            actions.pause(step("copy"), by=None)
            return Done("Too late.")

        short_list.write("copy", paused)
        run("copy")

        assert step("copy").state == "paused"

    def test_cancel_gives_the_step_back_and_undoes(self, short_list, step):
        assert actions.cancel(step("copy"), by=None)

        assert step("copy").state == "ready"
        assert step("copy").runs.get().ending == "stopped"
        assert short_list.cancelled == ["copy"]

    def test_release_takes_the_lease_away_but_undoes_nothing(self, short_list, step, run):
        def released(_step):
            actions.release(step("copy"), by=None, reason="stuck")
            return Done("Too late.")

        short_list.write("copy", released)
        run("copy")

        assert step("copy").state == "ready"
        assert short_list.cancelled == []

    def test_retry_on_a_queued_step_means_now(self, short_list, step, run):
        short_list.write("copy", Outage())
        run("copy")

        assert actions.retry(step("copy"), by=None, reason="the org is back")
        run("copy")

        assert step("copy").state == "done"
        assert step("copy").runs.count() == 1


class TestAnOutage:
    def test_is_known_by_the_moment_in_which_it_was_first_met(self, step, short_list, finish, run):
        short_list.write("look", Outage(), Outage())
        finish("choose")
        run("look")
        first = step("look").problem["since"]
        hurry(step("look"))

        run("look")

        assert (step("look").problem["since"], step("look").failures) == (first, 2)

    def test_is_waited_for_no_longer_where_the_job_moved_before_it(self, step, short_list, finish, run):
        def moves(its_step):
            progress.report(its_step, done=5, total=9)
            raise Outage

        short_list.write("look", Outage(), Outage(), moves)
        finish("choose")
        for _turn in range(3):
            hurry(step("look"))
            run("look")

        assert step("look").failures == 1


def hurry(step):
    type(step).objects.of(step.instance).filter(pk=step.pk).update(run_at=None)

"""Dead workers and lost messages: Postgres is the truth, and nothing is lost for long."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.utils import timezone

from apps.checklist import actions, events, progress, runner, sweep
from apps.checklist.definition import Done
from apps.checklist.models import Run, Step
from apps.timeline import history
from apps.timeline.models import Event
from tests import makers

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def queued(instance, step):
    actions.finish(step("choose"), by=None, message="Done.")
    return step("look")


def update(step, **columns):
    Step.objects.of(step.instance).filter(pk=step.pk).update(**columns)


class TestPutBackDead:
    def test_queues_a_run_whose_lease_lapsed_and_counts_the_loss(self, queued, step):
        update(queued, state="running", lease_until=timezone.now() - MINUTE)

        found = sweep.put_back_dead()

        assert found == [queued.pk]
        assert step("look").state == "queued"
        assert step("look").runs.get().lost == 1
        assert Event.objects.of(queued.instance).first().kind == "step.lost"

    def test_leaves_a_run_alone_whose_worker_lives(self, queued):
        update(queued, state="running", lease_until=timezone.now() + MINUTE)

        assert sweep.put_back_dead() == []

    def test_leaves_a_run_alone_whose_worker_woke_up_after_the_look(self, queued, step):
        update(queued, state="running", lease_until=timezone.now() - MINUTE)
        seen = step("look")
        update(queued, lease_until=timezone.now() + MINUTE)

        assert not sweep._put_back(seen)
        assert step("look").state == "running"

    def test_leaves_the_stalled_worker_without_a_say(self, short_list, queued, step):
        def stalls(mine):
            update(mine, lease_until=timezone.now() - MINUTE)
            sweep.put_back_dead()
            with pytest.raises(progress.Stopped):
                progress.report(mine, done=7)
            raise ZeroDivisionError

        short_list.write("look", stalls, Done("By the second one."))
        runner.run(queued.pk)
        assert step("look").state == "queued"

        runner.run(queued.pk)

        assert step("look").outcome["message"] == "By the second one."
        assert step("look").progress == {}


class TestForgotten:
    def test_finds_queued_steps_that_are_due_for_a_while(self, queued):
        update(queued, run_at=timezone.now() - MINUTE)

        assert sweep.forgotten() == [queued.pk]

    @pytest.mark.parametrize("seconds", [0, 300])
    def test_leaves_what_is_not_due_or_just_on_its_way(self, queued, seconds):
        update(queued, run_at=timezone.now() + datetime.timedelta(seconds=seconds))

        assert sweep.forgotten() == []


class TestOneActiveRunPerStep:
    def test_is_kept_by_the_database_itself(self, queued):
        with pytest.raises(IntegrityError, match="run_one_active_per_step"):
            Run.objects.create(step=queued, number=99)


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def together(self, act):
        """What ``act`` answered in eight threads that began at the same moment."""
        gate, answers = threading.Barrier(8), []

        def one():
            gate.wait()
            answers.append(act())
            connection.close()

        threads = [threading.Thread(target=one) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        close_old_connections()
        return answers

    @pytest.fixture
    def copy(self, short_list):
        made = makers.instance_with_checklist()
        Step.objects.of(made).filter(slug="copy").update(state="ready")
        return lambda: Step.objects.of(made).get(slug="copy")

    def test_clicks_start_one_run(self, copy):
        answers = self.together(lambda: actions.start(copy(), by=None))

        assert sorted(answers) == [False] * 7 + [True]
        assert copy().runs.count() == 1

    def test_clicks_and_news_never_wait_for_each_other(self, copy):
        """One transaction wrote on the timeline and goes on to the row that a click is about to change."""
        actions.start(copy(), by=None)
        clicked = threading.Thread(target=lambda: (actions.cancel(copy(), by=None), connection.close()))

        with transaction.atomic():
            history.record(copy().instance, events.STARTED, step="Look")
            clicked.start()
            clicked.join(0.5)
            moved = actions.pause(copy(), by=None)
        clicked.join()

        assert moved
        assert copy().state == "ready"

    def test_workers_run_one_chunk(self, short_list, copy):
        actions.start(copy(), by=None)

        self.together(lambda: runner.run(copy().pk))

        assert short_list.ran == ["copy"]
        assert copy().state == "done"

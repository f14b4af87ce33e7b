"""Whatever people, workers and clocks do, a step makes only the moves of the table, and its row stays sound."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.checklist import actions, following, registry, runner, sweep
from apps.checklist.definition import Again, Done, Wait
from apps.checklist.models import Step
from apps.checklist.states import ACTIVE, MOVES, State
from tests import makers
from tests.short_list import Outage, Refusal

ALLOWED = {(str(source), str(move.target)) for move in MOVES.values() for source in move.sources}
WATCH = """
SET CONSTRAINTS ALL IMMEDIATE;
CREATE TEMP TABLE moves_seen (source text, target text) ON COMMIT DROP;
CREATE FUNCTION pg_temp.see() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO moves_seen VALUES (OLD.state, NEW.state);
    RETURN NEW;
END $$;
CREATE TRIGGER watch BEFORE UPDATE OF state ON checklist_step FOR EACH ROW EXECUTE FUNCTION pg_temp.see();
"""
SLUGS = st.sampled_from(["choose", "look", "copy", "extras"])
PEOPLE = st.sampled_from(["start", "finish", "pause", "resume", "cancel", "reopen", "retry", "release", "changed"])
OUTCOMES = st.sampled_from([Done("Done."), Wait("Wait."), Again(), Again(60), Outage(), Refusal(), ZeroDivisionError()])
EVENTS = st.one_of(
    st.tuples(PEOPLE, SLUGS),
    st.tuples(st.just("work"), SLUGS, OUTCOMES),
    st.tuples(st.just("die"), SLUGS),
    st.tuples(st.just("hour"), SLUGS),
)


@pytest.mark.usefixtures("short_list")
class TestAnySequence(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.lists(EVENTS, max_size=25))
    def test_stays_in_the_table_of_moves(self, events):
        instance = makers.instance_with_checklist()
        with connection.cursor() as cursor:
            cursor.execute(WATCH)

        for event in [("finish", "choose"), *events]:
            self.play(instance, *event)
            for step in Step.objects.of(instance):
                self.check(step)

        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT source, target FROM moves_seen")
            seen = set(cursor.fetchall())
            assert seen <= ALLOWED
            assert ("ready", "done") in seen
            cursor.execute("DROP TRIGGER watch ON checklist_step; DROP TABLE moves_seen")

    def play(self, instance, name, slug, outcome=None):
        step = Step.objects.of(instance).get(slug=slug)
        hour_ago = timezone.now() - datetime.timedelta(hours=1)
        if name == "work":
            script = getattr(registry.find(slug), "script", None)
            script.acts[slug] = [outcome]
            runner.run(step.pk)
        elif name == "die":
            Step.objects.of(instance).filter(pk=step.pk, state="running").update(lease_until=hour_ago)
            sweep.put_back_dead()
        elif name == "hour":
            Step.objects.of(instance).filter(state="queued").update(run_at=hour_ago)
        elif name == "finish":
            actions.finish(step, by=None, message="Done.")
        elif name == "changed":
            following.changed(step)
        elif name in {"retry", "release"}:
            getattr(actions, name)(step, by=None, reason="because")
        else:
            getattr(actions, name)(step, by=None)

    def check(self, step):
        under_way = step.runs.filter(ended_at=None).count()
        assert under_way == (1 if step.state in {*ACTIVE, State.PAUSED} else 0)
        assert (step.lease_until is not None) == (step.state == State.RUNNING)
        assert step.run_at is not None or step.state != State.QUEUED
        assert bool(step.problem) or step.state != State.FAILED

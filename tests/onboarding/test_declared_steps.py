"""The steps as they are declared: a list that can be walked from its beginning to its end."""

from __future__ import annotations

import pytest

from apps.checklist import registry
from apps.onboarding import pages, rows

STEPS = registry.definitions()
PLACES = {step.slug: place for place, step in enumerate(STEPS)}


class TestEachStep:
    @pytest.mark.parametrize("step", STEPS, ids=PLACES)
    def test_rests_only_on_steps_before_it(self, step):
        grounds = {*step.after, *step.rests_on}

        assert all(PLACES[slug] < PLACES[step.slug] for slug in grounds)

    @pytest.mark.parametrize("step", STEPS, ids=PLACES)
    def test_has_a_title_a_page_and_a_part(self, step):
        assert str(step.title)
        assert step.slug in pages.BY_SLUG
        assert step.part in rows.PARTS

    @pytest.mark.parametrize("step", [step for step in STEPS if step.starts_itself], ids=lambda step: step.slug)
    def test_that_starts_itself_has_a_job(self, step):
        assert step.has_job


class TestTheList:
    def test_has_fourteen_steps_in_three_parts_one_after_the_other(self):
        assert len(STEPS) == len(PLACES) == 14
        assert [step.part for step in STEPS] == sorted(step.part for step in STEPS)

    def test_opens_all_of_them_in_the_end(self):
        done: set[str] = set()
        for step in STEPS:
            assert set(step.after) <= done
            done.add(step.slug)

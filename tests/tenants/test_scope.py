"""The scope: who doesn't say for whom gets nothing but an error."""

from __future__ import annotations

import pytest

from apps.checklist.models import Step
from apps.tenants.models import Instance
from apps.tenants.scope import Scope, UnscopedQuery
from tests import makers

UNSCOPED = {
    "all": Step.objects.all,
    "filter": lambda: Step.objects.filter(state="ready"),
    "get": lambda: Step.objects.get(pk=1),
    "first": Step.objects.first,
    "count": Step.objects.count,
    "values": lambda: Step.objects.values("pk"),
    "in_bulk": Step.objects.in_bulk,
    "update": lambda: Step.objects.update(state="done"),
    "get_or_create": lambda: Step.objects.get_or_create(slug="x"),
    "update_or_create": lambda: Step.objects.update_or_create(slug="x"),
    "raw": lambda: Step.objects.raw("SELECT * FROM checklist_step"),
    "everywhere without a reason": lambda: Step.objects.everywhere(""),
}


@pytest.fixture
def steps(db):
    """One step each of two agencies."""
    return makers.step(), makers.step()


class TestAPlainQuery:
    @pytest.mark.parametrize("ask", UNSCOPED.values(), ids=UNSCOPED)
    def test_is_refused(self, steps, ask):
        with pytest.raises(UnscopedQuery, match=r"Step\.objects needs"):
            ask()


class TestOf:
    def test_gives_one_instances_rows_by_instance_or_id(self, steps):
        mine, _theirs = steps

        assert list(Step.objects.of(mine.instance)) == [mine]
        assert list(Step.objects.of(mine.instance_id)) == [mine]


class TestWithin:
    def test_gives_the_rows_of_the_agencies_in_the_scope(self, steps):
        mine, theirs = steps
        both = Scope.of([mine.instance.agency_id, theirs.instance.agency_id])

        assert list(Step.objects.within(Scope.of([mine.instance.agency_id]))) == [mine]
        assert set(Step.objects.within(both)) == {mine, theirs}
        assert not Step.objects.within(Scope.of([])).exists()

    def test_holds_for_instances_themselves(self, steps):
        mine, _theirs = steps

        assert list(Instance.objects.all().within(Scope.of([mine.instance.agency_id]))) == [mine.instance]


class TestARelatedManager:
    def test_is_scoped_by_where_it_hangs(self, steps):
        mine, _theirs = steps

        assert list(mine.instance.steps.all()) == [mine]
        assert mine.instance.steps.filter(slug=mine.slug).exists()

    def test_stays_with_its_instance_even_when_asked_for_everywhere(self, steps):
        mine, theirs = steps

        assert list(mine.instance.steps.everywhere("a test")) == [mine]
        assert not mine.instance.steps.of(theirs.instance).exists()

    def test_is_prefetched_in_one_query_for_many(self, steps, django_assert_num_queries):
        with django_assert_num_queries(2):
            rows = list(Instance.objects.prefetch_related("steps"))

        assert sum(len(instance.steps.all()) for instance in rows) == 2


class TestTheForwardSide:
    def test_needs_no_scope(self, steps):
        mine, _theirs = steps
        run = makers.run(step=mine)
        run.refresh_from_db()

        assert run.step == mine

"""A release that adds a step reaches the instances that are there already."""

import pytest

from apps.checklist import release
from apps.checklist.models import Step
from apps.checklist.states import State
from tests import makers


@pytest.mark.django_db
class TestCatchingUp:
    def test_lays_the_missing_step_and_opens_it_where_its_turn_has_come(self):
        instance = makers.instance_with_checklist()
        Step.objects.of(instance).filter(slug="choose-org").delete()

        release.catch_up()

        assert Step.objects.of(instance).get(slug="choose-org").state == State.READY

    def test_finds_nothing_to_do_when_all_is_there(self):
        makers.instance_with_checklist()

        assert release.catch_up() == 0

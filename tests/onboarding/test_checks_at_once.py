"""Several people who press *Check again* in the same second."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from apps.connections.checks.table import BY_CODE
from apps.connections.models import CheckResult, CheckRound
from apps.timeline import history

PEOPLE = 6


@pytest.mark.django_db(transaction=True)
class TestCheckAgain:
    def test_answers_each_of_them_and_keeps_one_answer_a_check(self, troubled):
        troubled.connected().work("check-sync-user")
        before = CheckResult.objects.of(troubled.instance).count()
        address = troubled.url("check_again", "object-rights")

        def press(_person):
            try:
                return troubled.browser.post(address).status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(PEOPLE) as pool:
            answers = list(pool.map(press, range(PEOPLE)))

        rows = CheckResult.objects.of(troubled.instance)
        assert answers == [302] * PEOPLE
        assert rows.count() == before
        assert {row.code for row in rows} == set(BY_CODE)
        assert CheckRound.objects.of(troubled.instance).count() == PEOPLE + 1
        assert history.is_whole(troubled.instance)

"""The open line of a page: for whoever may see the instance, for a while, and not without end."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest
from django.urls import reverse

from apps.onboarding.views import live
from apps.timeline import live as news


@pytest.fixture(autouse=True)
def away_from_the_browsers_loop():
    """A browser that an earlier test drove keeps its event loop marked as running in this thread."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


def url(cast):
    return reverse("onboarding:live", args=[cast.instance.key])


async def heard(instance, person):
    return [line async for line in live._lines(instance.pk, person.pk)]


async def hears(instance, person, wanted):
    async with asyncio.timeout(5), aclosing(live._lines(instance.pk, person.pk)) as lines:
        async for line in lines:
            if line == wanted:
                return True
        return False


class TestLiveStream:
    @pytest.mark.django_db(transaction=True)
    def test_begins_with_what_moved_while_the_page_was_on_its_way(self, cast):
        news.moved(cast.instance.pk, "step-42")

        assert asyncio.run(hears(cast.instance, cast.viewer, b"event: step-42\ndata: moved\n\n"))

    def test_opens_a_line_that_no_cache_keeps(self, cast):
        answer = cast.browser("viewer").get(url(cast))

        assert answer["Content-Type"] == "text/event-stream"
        assert answer["Cache-Control"] == "no-store"

    def test_refuses_a_flood_of_lines_by_one_person(self, cast, monkeypatch):
        monkeypatch.setattr(live, "_open", live.Counter({cast.viewer.pk: live.MOST}))

        assert cast.browser("viewer").get(url(cast)).status_code == 429
        assert cast.browser("operator").get(url(cast)).status_code == 200

    def test_ends_after_a_while_so_that_the_right_to_it_is_asked_again(self, cast, monkeypatch):
        monkeypatch.setattr(live, "LONGEST", -1.0)

        assert asyncio.run(heard(cast.instance, cast.viewer)) == [b": still here\n\n"]
        assert live._open[cast.viewer.pk] == 0

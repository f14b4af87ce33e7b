"""The agency's board: whose turn it is over many instances, and one page of them."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.portfolio import board
from apps.sync.models import SyncState
from tests import makers

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def agency(db, short_list):
    return makers.agency()


def stands(agency, name, **states):
    """An instance whose steps are in these states; a state ``failed:ours`` has a problem of that turn."""
    instance = makers.instance(agency=agency, name=name)
    for slug in ("choose", "look", "copy", "extras"):
        state, _, turn = states.get(slug, "locked").partition(":")
        problem = {"code": "bug", "turn": turn, "data": {}} if turn else {}
        makers.step(instance=instance, slug=slug, state=state, problem=problem)
    return instance


def look(agency, query="", *, operated=True):
    ids = frozenset({agency.pk})
    return board.look(ids, ids if operated else frozenset(), board.Filters.of(QueryDict(query)))


def found(seen):
    return [standing.instance_id for standing in seen.standings]


class TestWhoseTurn:
    @pytest.mark.parametrize(
        ("states", "turn", "slug"),
        [
            ({"choose": "ready"}, "you", "choose"),
            ({"choose": "done", "look": "running"}, "gangway", "look"),
            ({"choose": "done", "look": "queued:time"}, "time", "look"),
            ({"choose": "done", "look": "failed:ours"}, "us", "look"),
            ({"choose": "done", "look": "failed:customer"}, "you", "look"),
            ({"choose": "done", "look": "failed:admin"}, "person", "look"),
            ({"choose": "stale", "look": "running"}, "you", "choose"),
            ({"choose": "done", "look": "done", "copy": "paused"}, "you", "copy"),
            ({"choose": "done", "look": "done", "copy": "done", "extras": "ready"}, "none", None),
            ({"choose": "done", "look": "done", "copy": "done", "extras": "done"}, "none", None),
        ],
    )
    def test_is_said_by_the_first_step_that_a_person_can_move(self, agency, states, turn, slug):
        stands(agency, "One", **states)

        standing = look(agency).standings[0]

        assert (standing.turn, standing.slug) == (turn, slug)

    def test_is_a_colleagues_for_somebody_who_may_only_look(self, agency):
        stands(agency, "One", choose="ready")

        assert look(agency, operated=False).standings[0].turn == "person"

    def test_of_an_instance_without_any_step_is_nobodys(self, agency):
        makers.instance(agency=agency)

        assert look(agency).standings[0].turn == "none"


class TestSyncTrouble:
    def finished(self, agency, turn):
        instance = stands(agency, "One", choose="done", look="done", copy="done", extras="ready")
        word = "failed" if turn != "time" else "synced"
        SyncState.objects.create(instance=instance, word=word, problem={"code": "x", "turn": turn, "data": {}})
        return instance

    @pytest.mark.parametrize(
        ("turn", "shown"), [("customer", "you"), ("admin", "person"), ("ours", "us"), ("time", "time")]
    )
    def test_after_the_set_up_says_whose_turn_it_is(self, agency, turn, shown):
        self.finished(agency, turn)

        standing = look(agency).standings[0]

        assert (standing.turn, standing.slug) == (shown, None)

    def test_is_found_among_the_failed(self, agency):
        instance = self.finished(agency, "customer")

        assert found(look(agency, "state=failed")) == [instance.pk]


class TestCounts:
    def test_are_of_all_instances_with_the_oldest_of_each_turn(self, agency):
        first, second = stands(agency, "One", choose="ready"), stands(agency, "Two", choose="ready")
        stands(agency, "Three", choose="done", look="running")
        long_ago = timezone.now() - 5 * HOUR
        second.steps.filter(slug="choose").update(state_since=long_ago)

        tallies = look(agency, "turn=gangway").tallies

        assert {turn: tally.count for turn, tally in tallies.items()} == {"you": 2, "gangway": 1}
        assert tallies["you"].since == long_ago
        assert first.steps.count() == 4

    def test_leave_other_agencies_out(self, agency):
        stands(makers.agency(), "Theirs", choose="ready")

        assert look(agency).total == 0


class TestFilters:
    def test_by_words_of_the_name_and_of_the_org(self, agency):
        halden = stands(agency, "Halden 100% Instruments", choose="ready")
        stands(agency, "Lumen Tannery", choose="ready")

        assert found(look(agency, "q=halden")) == [halden.pk]
        assert found(look(agency, "q=100%25+I")) == [halden.pk]
        assert found(look(agency, "q=_______________________________")) == []

    def test_by_the_id_of_the_org(self, agency):
        instance = stands(agency, "Halden", choose="ready")
        makers.connection(instance=instance, org_id="00D4f000000Kd2LEAS")
        stands(agency, "Lumen", choose="ready")

        assert found(look(agency, "q=00D4f000000Kd2L")) == [instance.pk]

    def test_by_state_finds_any_step_in_it(self, agency):
        failed = stands(agency, "One", choose="stale", look="failed:customer")
        done = stands(agency, "Two", choose="done", look="done", copy="done", extras="ready")

        assert found(look(agency, "state=failed")) == [failed.pk]
        assert found(look(agency, "state=done")) == [done.pk]

    def test_by_turn_and_kind(self, agency):
        mine = stands(agency, "One", choose="ready")
        stands(agency, "Two", choose="done", look="running")

        assert found(look(agency, "turn=you")) == [mine.pk]
        assert found(look(agency, "kind=sandbox")) == []

    def test_that_are_unknown_count_as_not_asked(self, agency):
        stands(agency, "One", choose="ready")

        assert len(look(agency, "turn=them&state=odd&kind=x&page=-3&sort=secret").standings) == 1


class TestOrderAndPages:
    def test_begin_with_the_viewers_own_turn_and_the_oldest(self, agency):
        running = stands(agency, "A", choose="done", look="running")
        young, old = stands(agency, "B", choose="ready"), stands(agency, "C", choose="ready")
        old.steps.filter(slug="choose").update(state_since=timezone.now() - HOUR)

        assert found(look(agency)) == [old.pk, young.pk, running.pk]
        assert found(look(agency, "sort=name")) == [running.pk, young.pk, old.pk]

    def test_past_the_last_one_show_the_last_one(self, agency):
        for number in range(board.SIZE + 2):
            stands(agency, f"Instance {number:02}", choose="ready")

        seen = look(agency, "page=900&sort=name")

        assert seen.page.number == 2
        assert len(seen.standings) == 2


class TestBoardPage:
    def queries(self, browser):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/").status_code == 200
        return len(captured)

    def test_needs_the_same_number_of_queries_for_two_instances_and_for_a_page_full(self, cast):
        browser = cast.browser("operator")
        makers.instance_with_checklist(agency=cast.agency)
        browser.get("/")

        few = self.queries(browser)
        for _ in range(board.SIZE):
            makers.instance_with_checklist(agency=cast.agency)
        many = self.queries(browser)

        assert few == many

    def test_shows_where_each_instance_stands(self, short_list, cast):
        page = cast.browser("operator").get("/").content.decode()

        assert "Halden Instruments" in page
        assert "1 Choose" in page
        assert "Your turn" in page
        assert "Else Limited" not in page

    def test_shows_a_viewer_that_it_is_a_colleagues_turn(self, short_list, cast):
        page = cast.browser("viewer").get("/").content.decode()

        assert "Your turn" not in page
        assert "New instance" not in page

    def test_of_another_agency_is_not_found(self, cast):
        assert cast.browser("viewer").get("/?agency=someone_else").status_code == 404

    def test_of_an_agency_without_instances_says_what_will_be_here(self, db):
        member = makers.member(role="owner")
        browser = makers.browser(member.user)

        page = browser.get("/instances/").content.decode()

        assert "No instance yet" in page
        assert f"/agencies/{member.agency.key}/instances/new/" in page


class TestFrontDoor:
    def test_asks_the_anonymous_to_sign_in(self, client, db):
        assert client.get("/").url.startswith("/accounts/login/")

    def test_sends_a_person_without_an_agency_to_make_one(self, db):
        assert makers.browser(makers.person()).get("/").url == "/agencies/new/"

    def test_sends_the_support_desk_to_its_own_place(self, cast):
        assert cast.browser("support").get("/").url == "/support/"

"""The mappings of an instance that wants a second person: asked for, approved, sent back, and who may do neither."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from apps.accounts.models import Membership
from apps.checklist import following, registry, steps
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.mapping import second_person
from apps.mapping.models import Approval, CatalogueField, CatalogueObject
from apps.onboarding import rows
from apps.timeline.models import Event

SLUG = "review-mappings"


class Office:
    """Owner, admin, operator and viewer of one agency, at step 10 of its instance."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.instance = cast.instance
        self.browsers = {}

    def browser(self, who):
        return self.browsers.setdefault(who, self.cast.browser(who))

    def url(self, name, *more):
        return reverse(f"onboarding:{name}", args=[self.instance.key, *more])

    def page(self, who):
        return self.browser(who).get(self.url("step", SLUG)).content.decode()

    def post(self, who, name, **data):
        return self.browser(who).post(self.url(name), data)

    def answer(self, who, name, **data):
        """By the form that the page shows; the operator's own page shows none."""
        shown = re.search(r'name="seen" value="(\w{64})"', self.page(who))
        return self.post(who, name, seen=shown[1] if shown else second_person.fingerprint(self.instance), **data)

    def state(self):
        return steps.get(self.instance, SLUG).state

    def told(self):
        return [event.sentence for event in Event.objects.of(self.instance)]

    def change(self):
        lead = CatalogueObject.objects.create(instance=self.instance, name="Lead", label="Lead")
        CatalogueField.objects.create(
            instance=self.instance, object=lead, name="Budget__c", label="Budget", type="double", is_chosen=True
        )


@pytest.fixture
def office(cast, placement):
    slugs = [definition.slug for definition in registry.definitions()]
    before = slugs[: slugs.index(SLUG)]
    Step.objects.of(cast.instance).filter(slug__in=before).update(state=State.DONE)
    following.unlock(cast.instance)
    return Office(cast)


@pytest.fixture
def wanted(office):
    office.post("admin", "want_second_person", is_wanted="on")
    return office


@pytest.fixture
def asked(wanted):
    wanted.post("operator", "finish_mappings")
    return wanted


class TestTheSetting:
    def test_is_off_by_default(self, office):
        office.post("operator", "finish_mappings")

        assert office.state() == State.DONE

    def test_is_switched_by_those_who_administer_and_told(self, office):
        shown = office.browser("admin").get(office.url("settings")).content.decode()

        office.post("admin", "want_second_person", is_wanted="on")
        office.post("admin", "want_second_person")

        assert "A second person approves the mappings" in shown
        assert not Approval.objects.of(office.instance).get().is_wanted
        assert sum("by a second person" in sentence for sentence in office.told()) == 2

    @pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("operator", 403), ("stranger", 404)])
    def test_is_not_for_others(self, office, who, status):
        assert office.post(who, "want_second_person", is_wanted="on").status_code == status
        assert second_person.of(office.instance) is None

    def test_gives_the_step_back_when_switched_off(self, asked):
        asked.post("admin", "want_second_person")

        assert asked.state() == State.READY


class TestFinishing:
    def test_waits_for_another_member(self, asked):
        row = rows.one(steps.get(asked.instance, SLUG), frozenset({"operate"}))

        assert asked.state() == State.WAITING
        assert row.turn == rows.Turn("person", "Somebody other than Operator")
        assert "Operator finished the mappings and asked for a second person’s approval." in asked.told()

    def test_says_on_the_page_whose_turn_it_is(self, asked):
        mine, theirs = asked.page("operator"), asked.page("admin")

        assert "Another member’s turn" in mine
        assert "May approve: Admin, Owner." in mine
        assert "Finish Mappings</button>" not in mine
        assert "Your turn: approve the mappings" in theirs

    def test_says_on_the_checklist_that_it_is_the_turn_of_whoever_may_approve(self, asked):
        mine, theirs, viewers = (
            asked.browser(who).get(asked.url("checklist")).context["rows"] for who in ("operator", "admin", "viewer")
        )

        turns = [next(row.turn.kind for row in listed if row.slug == SLUG) for listed in (mine, theirs, viewers)]
        assert turns == ["person", "you", "person"]

    def test_tells_a_lone_member_that_somebody_must_be_invited(self, wanted):
        Membership.objects.filter(agency=wanted.cast.agency, role__in=["owner", "admin"]).delete()

        before = wanted.page("operator")
        wanted.post("operator", "finish_mappings")

        assert "Invite another member" in before
        assert "Invite another member" in wanted.page("operator")

    def test_asks_once(self, asked):
        asked.post("admin", "finish_mappings")

        assert Approval.objects.of(asked.instance).get().asked_by == asked.cast.operator


class TestApproving:
    def test_finishes_the_step_and_opens_the_next(self, asked):
        answer = asked.answer("admin", "approve_mappings")

        assert answer.url == asked.url("step", "preview-duplicates")
        assert asked.state() == State.DONE
        assert not second_person.is_missing(asked.instance)
        assert "Admin approved the mappings that Operator finished." in asked.told()
        assert "Admin approved the mappings that Operator finished." in asked.page("viewer")

    def test_is_not_for_the_person_who_finished(self, asked):
        answer = asked.answer("operator", "approve_mappings")

        assert answer.url == asked.url("step", SLUG)
        assert asked.state() == State.WAITING
        assert "You finished these mappings yourself" in asked.page("operator")

    @pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("support", 403), ("stranger", 404)])
    @pytest.mark.parametrize("verb", ["approve_mappings", "send_back_mappings"])
    def test_is_not_for_others(self, asked, who, status, verb):
        seen = second_person.fingerprint(asked.instance)

        assert asked.post(who, verb, seen=seen, comment="No").status_code == status
        assert asked.state() == State.WAITING

    def test_counts_for_what_was_finished_only(self, asked):
        asked.change()

        asked.answer("admin", "approve_mappings")

        assert asked.state() == State.WAITING
        assert "The mappings have changed since Operator finished them." in asked.page("admin")

    def test_is_missing_again_after_a_change(self, asked):
        asked.answer("admin", "approve_mappings")

        asked.change()

        assert second_person.is_missing(asked.instance)
        assert "The mappings have changed since Admin approved them." in asked.page("operator")

    def test_says_so_when_nothing_waits(self, wanted):
        wanted.post("admin", "approve_mappings", seen="0" * 64)

        assert wanted.state() == State.READY
        assert "Nothing waits for an approval" in wanted.page("admin")


class TestSendingBack:
    def test_gives_the_step_back_with_the_comment(self, asked):
        asked.answer("admin", "send_back_mappings", comment="Budget is no number on Contact")

        assert asked.state() == State.READY
        assert "Budget is no number on Contact" in asked.page("operator")
        assert "Admin sent the mappings back to Operator." in asked.told()

    def test_wants_a_comment(self, asked):
        asked.answer("admin", "send_back_mappings", comment=" ")

        assert asked.state() == State.WAITING

    def test_is_over_when_the_mappings_are_finished_anew(self, asked):
        asked.answer("admin", "send_back_mappings", comment="Once more")

        asked.post("operator", "finish_mappings")
        asked.answer("owner", "approve_mappings")

        assert asked.state() == State.DONE


class TestStartingTheSync:
    def test_is_refused_before_the_approval(self, wanted):
        Step.objects.of(wanted.instance).filter(slug="start-sync").update(state=State.WAITING)

        answer = wanted.browser("operator").post(wanted.url("start_sync"), {"has_read": "on"})

        assert answer.url == wanted.url("step", SLUG)
        assert steps.get(wanted.instance, "start-sync").state == State.WAITING

"""Guest links: the token, the cookie, how a link ends, and what the sender sees of it."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts import guests, pace, passes
from apps.accounts.models import GuestLink, Membership
from apps.timeline import history
from apps.timeline.models import Event

WEEK = datetime.timedelta(days=7)
ASKED = {"name": "Priya Raman", "email": "priya@client.example", "message": "By Friday, please", "language": "en"}
FORM = {**ASKED, "steps": ["add-fields", "connect"], "lasts": "604800"}


@pytest.fixture
def sent(cast):
    return guests.invite(cast.instance, valid_for=WEEK, by=cast.operator, **ASKED, steps=["connect"])


@pytest.fixture
def home(cast):
    return reverse("onboarding:guest", args=[cast.instance.key])


def enter(token):
    browser = Client()
    browser.get(f"/g/?{token}")
    return browser


def sentences(instance):
    return [event.sentence for event in Event.objects.of(instance)]


class TestAToken:
    def test_is_exchanged_for_a_cookie_and_a_clean_address(self, sent, home):
        answer = Client().get(f"/g/?{sent[1]}")

        cookie = answer.cookies[passes.COOKIE]
        assert answer.url == home
        assert answer["Referrer-Policy"] == "no-referrer"
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (home, True, "Lax")
        assert sent[1] not in str(answer.cookies)
        assert "no-store" in answer["Cache-Control"]

    def test_makes_a_cookie_that_ends_with_the_link(self, sent):
        cookie = Client().get(f"/g/?{sent[1]}").cookies[passes.COOKIE]

        assert 0 < cookie["max-age"] <= WEEK.total_seconds()

    def test_is_kept_as_a_hash_only(self, sent):
        link, token = sent

        row = str(GuestLink.objects.of(link.instance).values().get(pk=link.pk))
        assert token not in row
        assert token.removeprefix("gl_").partition(".")[0] not in row

    @pytest.mark.parametrize(
        "spoil", [lambda token: token[:-1], lambda token: "gl_" + "x" * 43 + token[46:], str.upper]
    )
    def test_that_was_changed_opens_nothing_and_leaves_the_address_bar(self, sent, spoil):
        answer = Client().get(f"/g/?{spoil(sent[1])}")

        assert answer.url == "/g/"
        assert passes.COOKIE not in answer.cookies
        assert Client().get("/g/").status_code == 404

    def test_may_be_wrong_only_so_often(self):
        answers = [Client().get("/g/?gl_wrong", REMOTE_ADDR="192.0.2.77").status_code for _try in range(61)]

        assert set(answers[:60]) == {302}
        assert answers[60] == 429


class TestTheFirstLook:
    def test_is_noted_at_the_page_and_not_at_the_address_that_scanners_follow(self, sent, cast):
        browser = enter(sent[1])
        before = guests.of(cast.instance)[0].standing

        browser.get(reverse("onboarding:guest", args=[cast.instance.key]))
        browser.get(reverse("onboarding:guest", args=[cast.instance.key]))

        assert before == "sent"
        assert guests.of(cast.instance)[0].standing == "opened"
        assert sentences(cast.instance).count("Priya Raman (guest) opened the guest link.") == 1
        assert history.is_whole(cast.instance)

    def test_makes_no_session(self, sent, home):
        browser = enter(sent[1])
        browser.get(home)

        assert "sessionid" not in browser.cookies


class TestThePages:
    def test_are_kept_by_nobody_and_tell_other_sites_nothing(self, sent, home):
        answer = enter(sent[1]).get(home)

        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex"


class TestTheEnd:
    def test_comes_when_the_time_is_over(self, sent, home):
        browser = enter(sent[1])

        with time_machine.travel(timezone.now() + WEEK, tick=False):
            answer = browser.get(home)

        assert answer.status_code == 410
        assert "Operator" in answer.content.decode()
        assert "operator@halden.example" in answer.content.decode()

    def test_comes_when_it_is_revoked(self, sent, home, cast):
        browser = enter(sent[1])

        answer = cast.browser("operator").post(
            reverse("onboarding:revoke_guest_link", args=[cast.instance.key, sent[0].pk]), follow=True
        )

        assert "opens nothing any more" in answer.content.decode()
        assert browser.get(home).status_code == 410
        assert enter(sent[1]).get(home).status_code == 410
        assert browser.post(f"{home}stuck/", {"note": ""}).status_code == 410
        assert guests.of(cast.instance)[0].standing == "revoked"

    def test_comes_when_no_check_fails_any_more(self, sent, home, cast):
        browser = enter(sent[1])

        guests.settle(cast.instance)

        answer = browser.get(home)
        assert answer.status_code == 410
        assert "Thank you, Priya Raman" in answer.content.decode()
        assert guests.of(cast.instance)[0].standing == "done"

    def test_comes_with_the_senders_own_right(self, sent, home, cast):
        browser = enter(sent[1])

        Membership.objects.filter(user=cast.operator).update(role="viewer")

        assert browser.get(home).status_code == 410

    def test_happens_once(self, sent, cast):
        guests.settle(cast.instance)

        assert not guests.revoke(sent[0], by=cast.operator)
        assert guests.of(cast.instance)[0].standing == "done"


class TestTheSender:
    def test_gets_the_address_once_and_the_guest_a_letter(self, cast):
        address = reverse("onboarding:new_guest_link", args=[cast.instance.key])

        answer = cast.browser("operator").post(address, FORM)

        letter = mail.outbox[-1]
        link = next(word for word in letter.body.split() if "/g/?" in word)
        assert letter.to == ["priya@client.example"]
        assert "By Friday, please" in letter.body
        assert link in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert (
            urlsplit(link).query
            not in cast.browser("operator")
            .get(reverse("onboarding:settings", args=[cast.instance.key]))
            .content.decode()
        )
        assert "Operator made a guest link for Priya Raman." in sentences(cast.instance)

    def test_may_pass_it_on_without_a_letter(self, cast):
        address = reverse("onboarding:new_guest_link", args=[cast.instance.key])

        answer = cast.browser("operator").post(address, {**FORM, "email": ""})

        assert "Shown once" in answer.content.decode()
        assert mail.outbox == []

    @pytest.mark.parametrize("wrong", [{"steps": []}, {"steps": ["start-sync"]}, {"lasts": "9999999"}, {"name": ""}])
    def test_cannot_ask_for_more_than_there_is(self, cast, wrong):
        address = reverse("onboarding:new_guest_link", args=[cast.instance.key])

        assert cast.browser("operator").post(address, {**FORM, **wrong}).status_code == 422
        assert len(guests.of(cast.instance)) == 1  # the one that the cast has

    def test_sees_that_a_guest_is_stuck_and_why(self, sent, home, cast):
        enter(sent[1]).post(f"{home}stuck/", {"note": "There is no Setup in my menu"})

        page = cast.browser("viewer").get(reverse("onboarding:settings", args=[cast.instance.key])).content.decode()
        assert "There is no Setup in my menu" in page
        assert "Stuck" in page
        assert mail.outbox[-1].to == ["operator@halden.example"]
        assert "There is no Setup" not in "".join(sentences(cast.instance))

    def test_cannot_make_a_link_for_longer_than_thirty_days(self, cast):
        with pytest.raises(ValueError):
            guests.invite(cast.instance, valid_for=datetime.timedelta(days=31), by=cast.operator, **ASKED, steps=[])


class TestPace:
    def test_counts_each_person_apart(self):
        assert all(pace.within("knock", "a", most=2, seconds=60) for _try in range(2))

        assert not pace.within("knock", "a", most=2, seconds=60)
        assert pace.within("knock", "b", most=2, seconds=60)

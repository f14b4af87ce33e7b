"""A guest's link, an administrator's grant and what a guest types: overheard nowhere, kept nowhere in the open."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from apps.accounts.models import GuestLink
from apps.checklist import runner
from apps.connections.models import Connection, FieldsJob, SignIn
from apps.timeline.models import Event
from tests.architecture import dump
from tests.onboarding.journey import Journey
from tests.onboarding.salesforce_pages import Visitor
from tests.salesforce.trainer import Trainer

FORM = {"name": "Priya", "email": "priya@client.example", "language": "en", "lasts": "86400"}
STEPS = ["add-fields", "create-sync-user", "connect", "check-sync-user"]
MISTYPED = "a-password-that-a-guest-mistyped"


class Walk:
    """An operator sends a link; the guest mistypes a password, connects, and signs in as an administrator."""

    def __init__(self, cast, trainer) -> None:
        GuestLink.objects.of(cast.instance).delete()
        self.cast = cast
        self.ours = Journey(cast, trainer.org)
        self.guest = Client()
        self.secrets = {"mistyped password": MISTYPED, "app secret": self.ours.app["consumer_secret"]}
        self.shown = ""
        self.addresses: list[str] = []

    def url(self, name, *more):
        return reverse(f"onboarding:{name}", args=[self.cast.instance.key, *more])

    def go(self) -> None:
        self._send()
        self.ours.prepare()
        self._connect()
        self.ours.work("verify-credentials")
        self.ours.browser.post(self.ours.url("confirm_org"))
        self._make_fields()
        self.ours.work("check-sync-user")
        for name in ("checklist", "timeline", "settings"):
            self._look(self.ours.browser.get(self.ours.url(name)))
        self._look(self.cast.browser("support").get(reverse("support:case", args=[self.cast.instance.key])))

    def _send(self) -> None:
        self.ours.browser.post(self.url("new_guest_link"), {**FORM, "steps": STEPS})
        token = re.search(r"/g/\?(\S+)", mail.outbox[-1].body)[1]
        self.secrets |= {"link": token, "bare link": token.partition(".")[0].removeprefix("gl_")}
        answer = self.guest.get(f"/g/?{token}", follow=True)
        self.addresses += [address for address, _status in answer.redirect_chain]
        self.secrets["cookie"] = self.guest.cookies["guest"].value
        self._look(answer)

    def _connect(self) -> None:
        app = {name: self.ours.app[name] for name in ("consumer_key", "consumer_secret")}
        self._look(self.guest.post(self.url("guest_app"), app, follow=True))
        typed = {"username": self.ours.user["username"], "password": MISTYPED, "security_token": ""}
        self._look(self.guest.post(self.url("guest_password"), typed))
        self._by_salesforce("guest_sign_in", self.ours.user)
        held = Connection.objects.of(self.cast.instance).get()
        self.secrets |= {"access token": held.access_token, "refresh token": held.refresh_token}

    def _make_fields(self) -> None:
        self._by_salesforce("guest_admin_sign_in", self.ours.org["admin_user"])
        self.secrets["administrator's token"] = FieldsJob.objects.of(self.cast.instance).get().access_token
        self._look(self.guest.get(self.url("guest_fields"), {"which": "all"}))
        self._look(self.guest.post(self.url("guest_create_fields"), {"which": "all", "count": "26"}, follow=True))
        while runner.run(self.ours.step("add-fields").pk) is not None:
            self._look(self.guest.get(self.url("guest")))

    def _by_salesforce(self, name, user) -> None:
        visitor = Visitor()
        visitor.open(self.guest.post(self.url(name)).url)
        visitor.log_in(user["username"], user["password"])
        self.secrets[f"verifier of {name}"] = SignIn.objects.of(self.cast.instance).get().verifier
        parts = urlsplit(visitor.answer("approve"))
        self.secrets[f"code of {name}"] = parts.query.partition("code=")[2].partition("&")[0]
        cookie = self.guest.cookies["guest"].value
        answer = self.guest.get(f"{parts.path}?{parts.query}")
        self.addresses.append(answer.url)
        self.guest.cookies["guest"] = cookie  # of another path; the test client knows names alone
        self._look(self.guest.get(answer.url, follow=True))

    def _look(self, answer) -> None:
        text = answer.content.decode()
        # the cookie stands where a cookie stands
        self.shown += f"{ {name: value for name, value in answer.headers.items() if name != 'Set-Cookie'} } {text}"

    def leaked(self, text: str, *, without: str = "") -> list[str]:
        return [name for name, secret in self.secrets.items() if secret and name != without and secret in text]


@pytest.fixture
def walk(cast, practice_org, log, ear, placement, django_capture_on_commit_callbacks) -> Walk:
    made = Walk(cast, Trainer(practice_org.url))
    with django_capture_on_commit_callbacks(execute=True):
        made.go()
    return made


class TestAGuestsSecrets:
    def test_stand_nowhere(self, walk, log, ear, cast):
        heard = ear.all()

        assert len([secret for secret in walk.secrets.values() if secret]) >= 11
        assert "/guest/halden_instruments/password/" in log.getvalue()
        assert "checklist.run_step" in heard
        assert walk.leaked(log.getvalue()) == []
        assert walk.leaked(heard) == []
        assert walk.leaked(walk.shown) == []
        assert walk.leaked("\n".join(walk.addresses)) == []
        events = Event.objects.of(cast.instance)
        assert walk.leaked("\n".join(f"{event.sentence} {event.data}" for event in events)) == []
        assert {name: found for name, text in dump.everything().items() if (found := walk.leaked(text))} == {}


class TestALinkInALog:
    def test_is_hidden_should_a_line_ever_hold_one(self, log, cast):
        logging.getLogger("somebody").error("GET /g/?gl_%s.%s", "a" * 43, "b" * 43)

        assert "aaa" not in log.getvalue()

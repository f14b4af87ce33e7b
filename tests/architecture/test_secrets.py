"""A walk with secrets that are known beforehand, and a look into every place where somebody might collect them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.checklist import registry
from apps.connections.models import Connection, SignIn
from apps.timeline.models import Event
from tests.architecture import dump
from tests.onboarding.journey import Journey

MISTYPED = "a-password-that-was-mistyped"
# Django itself keeps the ids of sessions: who reads these tables can act as a member until the session ends
SESSIONS = frozenset({"django_session", "usersessions_usersession"})
PAGES = ("checklist", "timeline", "settings", "sync_status", "people", "row_errors", "cycles_file")


class Walk:
    """Steps 1 to 6 as an operator, with a mistyped password on the way, by OAuth and by password."""

    def __init__(self, cast, org) -> None:
        self.cast = cast
        self.journey = Journey(cast, org)
        self.secrets = {
            "mistyped password": MISTYPED,
            "session id": self.journey.browser.cookies["sessionid"].value,
            "consumer secret": self.journey.app["consumer_secret"],
            "password": self.journey.user["password"],
            "security token": self.journey.user["security_token"],
        }
        self.shown = ""

    def go(self) -> None:
        ours = self.journey.prepare()
        self.shown += ours.sign_in_by_password(password=MISTYPED).content.decode()
        ours.store_app()
        self._by_oauth()
        Connection.objects.of(ours.instance).update(access_token="00Dcanary!renewed")
        self._confirm("OAuth")
        ours.sign_in_by_password()
        self._confirm("password")
        ours.work("check-sync-user")
        self._look_around()

    def _by_oauth(self) -> None:
        ours = self.journey
        visitor = ours.at_salesforce()
        self.secrets["verifier"] = SignIn.objects.of(ours.instance).get().verifier
        address = visitor.answer("approve")
        self.secrets["code"] = address.partition("code=")[2].partition("&")[0]
        self.shown += ours.come_back(address).content.decode()

    def _confirm(self, way: str) -> None:
        self.journey.work("verify-credentials")
        self.shown += self.journey.browser.post(self.journey.url("confirm_org"), follow=True).content.decode()
        held = Connection.objects.of(self.journey.instance).get()
        self.secrets |= {f"{way} {name}": getattr(held, name) for name in ("access_token", "refresh_token")}

    def _look_around(self) -> None:
        addresses = [self.journey.url(page) for page in PAGES]
        addresses += [self.journey.url("step", definition.slug) for definition in registry.definitions()]
        self.shown += "".join(_text(self.journey.browser.get(address)) for address in addresses)
        self.shown += _text(self.cast.browser("support").get(reverse("support:case", args=[self.cast.instance.key])))

    def leaked(self, text: str, *, without: str = "") -> list[str]:
        return [name for name, secret in self.secrets.items() if secret and name != without and secret in text]


def _text(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.headers} {body.decode()}"


@pytest.fixture
def walk(cast, practice_org, log, ear, placement, django_capture_on_commit_callbacks) -> Walk:
    made = Walk(cast, practice_org.org())
    with django_capture_on_commit_callbacks(execute=True):
        made.go()
    return made


class TestASecret:
    def test_stands_nowhere_but_in_its_encrypted_column(self, walk, log, ear):
        heard = ear.all()

        assert len([name for name, secret in walk.secrets.items() if secret]) >= 10
        assert "checklist.run_step" in heard
        assert "/connect/password/" in log.getvalue()
        assert walk.leaked(log.getvalue()) == []
        assert walk.leaked(heard) == []
        assert walk.leaked(walk.shown) == []
        assert walk.leaked(str(dict(walk.journey.browser.session))) == []
        events = Event.objects.of(walk.journey.instance)
        assert walk.leaked("\n".join(f"{event.sentence} {event.data}" for event in events)) == []

    def test_stands_in_no_table_that_somebody_dumps(self, walk):
        rows = dump.everything()

        found = {
            name: walk.leaked(text, without="session id" if name in SESSIONS else "") for name, text in rows.items()
        }

        assert len(rows) > 30
        assert {name: leaked for name, leaked in found.items() if leaked} == {}

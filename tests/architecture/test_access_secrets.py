"""Unmistakable secrets through every way of connecting, renewing and disconnecting; then a look for them everywhere."""

from __future__ import annotations

import datetime
import secrets

import pytest

from apps.connections import keep_alive, tasks
from apps.connections.models import Connection, SignIn
from apps.timeline.models import Event
from tests.architecture import dump
from tests.onboarding.journey import Journey
from tests.salesforce.trainer import Trainer

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
CANARIES = {
    "consumer secret": "CANARY-consumer-secret",
    "password": "CANARY-password",
    "security token": "CANARYtoken",
}


class Walk:
    """Notes every answer with its headers, and every token that it meets."""

    def __init__(self, cast, ours, trainer) -> None:
        self.cast = cast
        self.ours = ours
        self.trainer = trainer
        self.secrets = dict(CANARIES)
        self.shown = ""

    def go(self) -> None:
        self.ours.prepare()
        self.typed_wrongly()
        self.refused_by_salesforce()
        self.by_password_then_oauth()
        self.renewed_and_ended()
        self.disconnected()

    def typed_wrongly(self) -> None:
        """Forms that come back with an error of their own."""
        self._note(self.ours.store_app(consumer_key="", consumer_secret=CANARIES["consumer secret"]))
        self._note(self._password_form(username=""))
        self._note(self._password_form(security_token=CANARIES["security token"] * 20))
        mark = secrets.token_hex(8)
        for _twice in range(2):
            self._note(self._password_form(attempt=mark))

    def refused_by_salesforce(self) -> None:
        self._note(self._password_form())
        self._note(self.ours.store_app(consumer_secret=CANARIES["consumer secret"]))
        self._note(self.ours.browser.post(self.ours.url("client_credentials")))
        self._consented()
        self._note(self.ours.browser.get(self.ours.url("step", "connect")))

    def by_password_then_oauth(self) -> None:
        self._note(self.ours.sign_in_by_password())
        self.secrets |= {"real password": self.ours.user["password"], "real token": self.ours.user["security_token"]}
        self._meet("session of the password")
        self.trainer.do("switches", rotates_refresh_tokens=True)
        self._note(self.ours.store_app())
        self.secrets["real consumer secret"] = self.ours.app["consumer_secret"]
        self._consented()
        self._meet("first grant")
        self.ours.work("verify-credentials")
        self._note(self.ours.browser.post(self.ours.url("confirm_org"), follow=True))

    def renewed_and_ended(self) -> None:
        """By the clock, by a call whose session had ended, and refused after somebody revoked it in Salesforce."""
        self._row().update(renewed_at=LONG_AGO)
        tasks.keep_access_alive()
        tasks.renew_access(keep_alive.due()[0])
        self._meet("rotated grant")
        self.trainer.do("expire-sessions")
        self.ours.work("check-sync-user")
        self._meet("grant rotated again")
        self._consented()
        self._meet("second grant")
        self.trainer.do("revoke-grants")
        self._row().update(renewed_at=LONG_AGO)
        tasks.renew_access(keep_alive.due()[0])

    def disconnected(self) -> None:
        """Once while Salesforce cannot be told, once as it should be."""
        for is_away in (True, False):
            self._note(self.ours.sign_in_by_password())
            self._meet(f"last session, away {is_away}")
            if is_away:
                self._row().update(instance_url="http://127.0.0.1:9")
            self._note(self._as_admin("post", "disconnect"))
        for page in ("checklist", "timeline", "settings", "disconnect"):
            self._note(self._as_admin("get", page))

    def _password_form(self, **typed):
        wrong = {"password": CANARIES["password"], "security_token": CANARIES["security token"]}
        return self.ours.sign_in_by_password(**{**wrong, **typed})

    def _consented(self) -> None:
        visitor = self.ours.at_salesforce()
        sign_in = SignIn.objects.of(self.ours.instance).latest("pk")
        self.secrets[f"verifier {sign_in.pk}"] = sign_in.verifier
        address = visitor.answer("approve")
        self.secrets[f"code {sign_in.pk}"] = address.partition("code=")[2].partition("&")[0]
        self._note(self.ours.come_back(address))

    def _as_admin(self, method, name):
        browser = self.cast.browser("admin")
        return getattr(browser, method)(self.ours.url(name), follow=True)

    def _row(self):
        return Connection.objects.of(self.ours.instance)

    def _meet(self, name) -> None:
        held = self._row().get()
        self.secrets |= {f"{name}: {each}": getattr(held, each) for each in ("access_token", "refresh_token")}

    def _note(self, answer) -> None:
        passed = [address for address, _status in getattr(answer, "redirect_chain", [])]
        self.shown += f"{answer.headers} {passed} {answer.content.decode()}"

    def leaked(self, text: str) -> list[str]:
        return [name for name, secret in self.secrets.items() if secret and secret in text]


@pytest.fixture
def walk(cast, practice_org, log, ear, placement, django_capture_on_commit_callbacks):
    trainer = Trainer(practice_org.url)
    made = Walk(cast, Journey(cast, trainer.org), trainer)
    with django_capture_on_commit_callbacks(execute=True):
        made.go()
    return made


@pytest.mark.django_db
class TestCanaries:
    def test_are_seen_nowhere(self, walk, log, ear):
        heard, said = ear.all(), log.getvalue()
        events = Event.objects.of(walk.ours.instance)

        assert len({secret for secret in walk.secrets.values() if secret}) >= 18
        assert "connections.renew" in heard
        expected = {
            f"connections.{word}" for word in ("sign_in_refused", "renewal_refused", "not_ended", "disconnected")
        }
        assert expected <= {event.kind for event in events}
        assert walk.leaked(heard) == []
        assert walk.leaked(said) == []
        assert walk.leaked(walk.shown) == []
        assert walk.leaked("\n".join(f"{event.sentence} {event.data}" for event in events)) == []
        assert walk.leaked(str(dict(walk.ours.browser.session))) == []
        found = {table: walk.leaked(rows) for table, rows in dump.everything().items()}
        assert {table: leaked for table, leaked in found.items() if leaked} == {}

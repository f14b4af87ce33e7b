"""What an app asks at /services/oauth2/authorize, and why it may be refused before anybody signs in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from apps.practice_org.directory import Directory
from apps.practice_org.live import LiveOrg
from apps.practice_org.oauth.refusing import OAuthRefusal, unknown_client
from apps.practice_org.web.hosts import Caller

DEFAULT_SCOPE = "api refresh_token id"
CHALLENGE_LENGTHS = range(43, 129)


@dataclass(frozen=True, slots=True)
class Asked:
    live: LiveOrg
    caller: Caller
    redirect_uri: str
    scope: str
    state: str
    challenge: str
    nonce: str
    prompt: frozenset[str]
    login_hint: str
    display: str

    def back(self, **answer: str) -> str:
        """The callback with the answer, and the app's own state."""
        joint = "&" if "?" in self.redirect_uri else "?"
        state = {"state": self.state} if self.state else {}
        return f"{self.redirect_uri}{joint}{urlencode({**answer, **state})}"


class ToldTheApp(Exception):
    """A refusal that goes to the app's callback."""

    def __init__(self, asked: Asked, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.address = asked.back(error=error, error_description=description)


def read(directory: Directory, form: Mapping[str, str], caller: Caller) -> Asked:
    """Trouble with the app or its address is shown to the person; other trouble goes back to the app."""
    live = directory.of_consumer_key(form.get("client_id", ""))
    if live is None or not live.switches.app_is_known or not caller.reaches(live):
        raise unknown_client()
    asked = Asked(
        live=live,
        caller=caller,
        redirect_uri=_address(live, form.get("redirect_uri", "")),
        scope=form.get("scope") or DEFAULT_SCOPE,
        state=form.get("state", ""),
        challenge=form.get("code_challenge", ""),
        nonce=form.get("nonce", ""),
        prompt=frozenset(form.get("prompt", "").split()),
        login_hint=form.get("login_hint", ""),
        display=form.get("display", "page"),
    )
    _check(asked, form)
    return asked


def _address(live: LiveOrg, given: str) -> str:
    if not given:
        raise OAuthRefusal("redirect_uri_missing", "redirect_uri must be provided")
    if given not in live.org.app.callbacks:
        raise OAuthRefusal("redirect_uri_mismatch", "redirect_uri must match configuration")
    return given


def _check(asked: Asked, form: Mapping[str, str]) -> None:
    if form.get("response_type") != "code":
        raise ToldTheApp(asked, "unsupported_response_type", "response type not supported")
    if not set(asked.scope.split()) <= set(asked.live.switches.scopes):
        raise ToldTheApp(asked, "invalid_scope", "the requested scope is not allowed")
    if asked.live.switches.requires_pkce and not asked.challenge:
        raise ToldTheApp(asked, "invalid_request", "missing required code challenge")
    if not asked.challenge:
        return
    if form.get("code_challenge_method", "S256") != "S256":
        raise ToldTheApp(asked, "invalid_request", "code challenge method must be S256")
    if len(asked.challenge) not in CHALLENGE_LENGTHS:
        raise ToldTheApp(asked, "invalid_request", "invalid code challenge")

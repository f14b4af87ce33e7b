"""What an app asks at /services/oauth2/authorize, and why it may be refused before anybody signs in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from apps.practice_org.directory import Directory
from apps.practice_org.live import LiveOrg
from apps.practice_org.oauth.refusing import OAuthRefusal

DEFAULT_SCOPE = "api refresh_token id"


@dataclass(frozen=True, slots=True)
class Asked:
    live: LiveOrg
    redirect_uri: str
    scope: str
    state: str
    challenge: str
    prompt: frozenset[str]
    login_hint: str

    def back(self, **answer: str) -> str:
        """The callback with the answer, and the app's own state."""
        joint = "&" if "?" in self.redirect_uri else "?"
        state = {"state": self.state} if self.state else {}
        return f"{self.redirect_uri}{joint}{urlencode({**answer, **state})}"


class ToldTheApp(Exception):
    """A refusal that goes to the app's callback."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def read(directory: Directory, form: Mapping[str, str]) -> Asked:
    """Trouble with the app or its address is shown to the person; other trouble goes back to the app."""
    live = directory.of_consumer_key(form.get("client_id", ""))
    if live is None:
        raise OAuthRefusal("invalid_client_id", "client identifier invalid")
    address = form.get("redirect_uri", "")
    if not address:
        raise OAuthRefusal("redirect_uri_missing", "redirect_uri must be provided")
    if address not in live.org.app.callbacks:
        raise OAuthRefusal("redirect_uri_mismatch", "redirect_uri must match configuration")
    asked = Asked(
        live=live,
        redirect_uri=address,
        scope=form.get("scope") or DEFAULT_SCOPE,
        state=form.get("state", ""),
        challenge=form.get("code_challenge", ""),
        prompt=frozenset(form.get("prompt", "").split()),
        login_hint=form.get("login_hint", ""),
    )
    _check(asked, form)
    return asked


def _check(asked: Asked, form: Mapping[str, str]) -> None:
    if form.get("response_type") != "code":
        raise ToldTheApp(asked.back(error="unsupported_response_type", error_description="response type not supported"))
    if asked.live.switches.requires_pkce and not asked.challenge:
        raise ToldTheApp(asked.back(error="invalid_request", error_description="missing required code challenge"))
    if asked.challenge and form.get("code_challenge_method", "S256") != "S256":
        words = "code challenge method must be S256"
        raise ToldTheApp(asked.back(error="invalid_request", error_description=words))

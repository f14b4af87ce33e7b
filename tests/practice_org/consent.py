"""A person and an app at the OAuth addresses: what each sends, and what comes back."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import requests

from tests.practice_org.client import CALLBACK, Org

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


def address(org: Org, name: str) -> str:
    return f"{org.base}/services/oauth2/{name}"


def asked(org: Org, **changes: str) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": org.facts["app"]["consumer_key"],
        "redirect_uri": CALLBACK,
        "scope": "api refresh_token id",
        "state": "a state & more",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "prompt": "login",
        **changes,
    }


def signed_in(org: Org, **changes: str) -> requests.Session:
    """A browser in which the sync user has typed user name and password."""
    browser = requests.Session()
    sent = log_in(org, browser, **changes)
    assert "oaapprove" in sent.text or sent.status_code == 302, sent.text
    return browser


def log_in(org: Org, browser: requests.Session | None = None, **changes: str) -> requests.Response:
    user = org.facts["sync_user"]
    typed = {"action": "login", "username": user["username"], "password": user["password"]}
    return (browser or requests).post(
        address(org, "authorize"), data={**asked(org), **typed, **changes}, allow_redirects=False, timeout=30
    )


def authorize(org: Org, action: str = "approve", **changes: str) -> dict[str, list[str]]:
    """What the callback gets after a person signed in and pressed a button."""
    form = asked(org, **changes)
    reply = signed_in(org, **changes).post(
        address(org, "authorize"), data={**form, "action": action}, allow_redirects=False, timeout=30
    )
    assert reply.status_code == 302, reply.text
    return parse_qs(urlsplit(reply.headers["Location"]).query)


def token(org: Org, **form: str) -> requests.Response:
    app = org.facts["app"]
    known = {"client_id": app["consumer_key"], "client_secret": app["consumer_secret"]}
    return requests.post(address(org, "token"), data={**known, **form}, timeout=30)


def exchange(org: Org, code: str, **changes: str) -> requests.Response:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    return token(org, **{**form, **changes})


def tokens(org: Org, **changes: str) -> dict[str, str]:
    """All the way: sign-in, approval, exchange."""
    reply = exchange(org, authorize(org, **changes)["code"][0])
    assert reply.status_code == 200, reply.text
    return reply.json()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def refused(reply: requests.Response) -> tuple[str, str]:
    assert reply.status_code == 400, reply.text
    assert reply.headers["Cache-Control"] == "no-store"
    assert list(reply.json()) == ["error", "error_description"]
    return reply.json()["error"], reply.json()["error_description"]

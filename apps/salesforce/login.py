"""Signing in by OAuth: the consent page, the exchange of its code, renewal, client credentials, revocation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session

from apps.salesforce.errors import ServerBusy, SignInRefused
from apps.salesforce.patience import patiently
from apps.salesforce.replies import error_from
from apps.salesforce.transport import guard, plain_words

SCOPE = "api refresh_token id"
ONCE = "api id"  # a grant that ends with its session
TIMEOUTS = (10.0, 30.0)


@dataclass(frozen=True)
class Session:
    """What a sign-in yields. `refresh_token` is empty where the grant gives none; SOAP also says who we are."""

    instance_url: str
    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    identity_url: str = ""
    issued_at: datetime | None = None
    scope: str = ""


@dataclass(frozen=True)
class App:
    """The External Client App in the customer's org."""

    login_url: str
    consumer_key: str
    consumer_secret: str = field(repr=False)
    callback: str = ""
    practice_url: str | None = None


def new_verifier() -> str:
    """PKCE: 43 to 128 characters that nobody else knows until the code is exchanged."""
    return str(generate_token(96))


def oauth_authorize_url(app: App, *, state: str, verifier: str, login_hint: str = "", scope: str = SCOPE) -> str:
    """`prompt=login` makes Salesforce ask who it is, even where somebody is signed in already."""
    hint = {"login_hint": login_hint} if login_hint else {}
    with _client(app) as client:
        url, _ = client.create_authorization_url(
            f"{app.login_url}/services/oauth2/authorize",
            state=state,
            code_verifier=verifier,
            prompt="login",
            scope=scope,
            **hint,
        )
    return str(url)


def exchange_code(app: App, code: str, *, verifier: str) -> Session:
    return _asked(app, grant_type="authorization_code", code=code, code_verifier=verifier)


def refresh_token(app: App, token: str) -> Session:
    """With rotation the reply carries a new refresh token, and the old one is dead: store it before anything else."""
    session = _asked(app, grant_type="refresh_token", refresh_token=token)
    return session if session.refresh_token else replace(session, refresh_token=token)


def client_credentials(app: App) -> Session:
    """Only on a My Domain, for an app with a Run-As user."""
    return _asked(app, grant_type="client_credentials")


def revoke(app: App, token: str) -> None:
    """An unknown token is as good as a revoked one."""
    with _client(app) as client, plain_words():
        reply = client.post(f"{app.login_url}/services/oauth2/revoke", data={"token": token}, withhold_token=True)
    if reply.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise error_from(reply)


def _asked(app: App, **wanted: Any) -> Session:
    """A code works once and a refresh token may rotate, so only a request that never left is repeated."""
    return _session(patiently(lambda: _token(app, wanted), repeatable=False))


def _token(app: App, wanted: dict[str, Any]) -> dict[str, Any]:
    url = f"{app.login_url}/services/oauth2/token"
    try:
        with _client(app) as client, plain_words():
            return dict(client.fetch_token(url, allow_redirects=False, **wanted))
    except ValueError as error:
        raise ServerBusy("UNEXPECTED_PAGE", "A page came instead of a token") from error


def _refused(response: requests.Response) -> requests.Response:
    """The library would take an HTML page for a crash; an org that forbids this host answers with one."""
    if response.status_code != HTTPStatus.OK:
        raise error_from(response, otherwise=SignInRefused)
    return response


def _client(app: App) -> OAuth2Session:
    client = OAuth2Session(
        app.consumer_key,
        app.consumer_secret,
        token_endpoint_auth_method="client_secret_post",  # noqa: S106  the name of a method
        scope=SCOPE,
        redirect_uri=app.callback or None,
        code_challenge_method="S256",
    )
    client.register_compliance_hook("access_token_response", _refused)
    guard(client, app.practice_url, TIMEOUTS)
    return client


def _session(token: dict[str, Any]) -> Session:
    if not {"instance_url", "access_token"} <= token.keys():
        raise ServerBusy("UNEXPECTED_PAGE", "An answer came without a token")
    issued = str(token.get("issued_at", ""))
    return Session(
        instance_url=str(token["instance_url"]),
        access_token=str(token["access_token"]),
        refresh_token=str(token.get("refresh_token") or ""),
        identity_url=str(token.get("id") or ""),
        issued_at=datetime.fromtimestamp(int(issued) / 1000, UTC) if issued.isdigit() else None,
        scope=str(token.get("scope") or ""),
    )

"""Signing in by username, password and security token: SOAP login(), which Salesforce ends with Summer '27."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import requests

from apps.salesforce import codes
from apps.salesforce.errors import SalesforceError, ServerBusy, SessionExpired, SignInRefused
from apps.salesforce.login import TIMEOUTS
from apps.salesforce.patience import patiently
from apps.salesforce.transport import guard, plain_words

# login() is absent from 65.0 on
VERSION = "59.0"
PARTNER = "{urn:partner.soap.sforce.com}"
ENVELOPE = """<?xml version="1.0" encoding="utf-8"?>
<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Header/><se:Body>\
<login xmlns="urn:partner.soap.sforce.com"><username>{username}</username><password>{password}</password></login>\
</se:Body></se:Envelope>"""


FAREWELL = """<?xml version="1.0" encoding="utf-8"?>
<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Header>\
<SessionHeader xmlns="urn:partner.soap.sforce.com"><sessionId>{session}</sessionId></SessionHeader></se:Header>\
<se:Body><logout xmlns="urn:partner.soap.sforce.com"/></se:Body></se:Envelope>"""


@dataclass(frozen=True)
class Login:
    """`is_password_expired` comes with a session that can do nothing else than change the password."""

    instance_url: str
    access_token: str = field(repr=False)
    user_id: str
    username: str
    org_id: str
    org_name: str
    is_sandbox: bool
    is_password_expired: bool


def login(
    login_url: str, username: str, password: str, security_token: str, *, practice_url: str | None = None
) -> Login:
    """One attempt: wrong passwords count towards a lock. Repeated only where no connection came about."""
    body = ENVELOPE.format(username=escape(username), password=escape(password + security_token))
    response = patiently(lambda: _sent(login_url, "login", body, practice_url), repeatable=False)
    tree = _parsed(response)
    if response.status_code != HTTPStatus.OK:
        raise _fault(tree, response.status_code)
    return _login(tree, login_url)


def logout(instance_url: str, session: str, *, practice_url: str | None = None) -> None:
    """A session that is over already is as good as one that was ended."""
    response = _sent(instance_url, "logout", FAREWELL.format(session=escape(session)), practice_url)
    if response.status_code == HTTPStatus.OK:
        return
    error = _fault(_parsed(response), response.status_code)
    if not isinstance(error, SessionExpired):
        raise error


def _sent(origin: str, action: str, body: str, practice_url: str | None) -> requests.Response:
    with requests.Session() as session, plain_words():
        guard(session, practice_url, TIMEOUTS)
        return session.post(
            f"{origin}/services/Soap/u/{VERSION}",
            data=body.encode(),
            headers={"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": action},
            allow_redirects=False,
        )


def _parsed(response: requests.Response) -> ET.Element:
    """SOAP forbids document types, and with them go the entity attacks on XML parsers."""
    try:
        if b"<!DOCTYPE" not in response.content[:4096]:
            return ET.fromstring(response.content)  # noqa: S314  no document type, so no entities
    except ET.ParseError:
        pass
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ServerBusy("SERVER_UNAVAILABLE", "", response.status_code)
    raise SignInRefused(f"HTTP_{response.status_code}", "A page came instead of an answer", response.status_code)


def _fault(tree: ET.Element, status: int) -> SalesforceError:
    """The code stands in the detail; older servers put it, with a prefix, into faultcode alone."""
    code = _text(tree, "{*}exceptionCode") or _text(tree, "faultcode").rpartition(":")[2]
    message = _text(tree, "{*}exceptionMessage") or _text(tree, "faultstring")
    return codes.error(code or f"HTTP_{status}", message, status, otherwise=SignInRefused)


def _login(tree: ET.Element, login_url: str) -> Login:
    server = urlsplit(_text(tree, f"{PARTNER}serverUrl"))
    if not server.netloc:
        raise ServerBusy("UNEXPECTED_PAGE", f"An answer came without a session from {urlsplit(login_url).hostname}")
    return Login(
        instance_url=f"{server.scheme}://{server.netloc}",
        access_token=_text(tree, f"{PARTNER}sessionId"),
        user_id=_text(tree, f"{PARTNER}userId"),
        username=_text(tree, f"{PARTNER}userName"),
        org_id=_text(tree, f"{PARTNER}organizationId"),
        org_name=_text(tree, f"{PARTNER}organizationName"),
        is_sandbox=_text(tree, f"{PARTNER}sandbox") == "true",
        is_password_expired=_text(tree, f"{PARTNER}passwordExpired") == "true",
    )


def _text(tree: ET.Element, name: str) -> str:
    return (tree.findtext(f".//{name}") or "").strip()

"""Which app calls, and whether it proves itself by its secret."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from apps.practice_org.directory import Directory
from apps.practice_org.live import LiveOrg
from apps.practice_org.oauth.refusing import OAuthRefusal, missing, unknown_client
from apps.practice_org.web.hosts import Caller

SECRETLESS = frozenset({"authorization_code", "refresh_token", "device"})


@dataclass(frozen=True, slots=True)
class Asking:
    """One call of an OAuth address: its form, who sent it, and the Authorization header."""

    directory: Directory
    form: Mapping[str, str]
    caller: Caller
    authorization: str = ""

    def need(self, name: str) -> str:
        value = self.form.get(name, "")
        if not value:
            raise missing(name)
        return value

    @property
    def basic(self) -> tuple[str, str] | None:
        """Key and secret from an `Authorization: Basic` header; empty where it can not be read."""
        scheme, _, text = self.authorization.partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            key, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return key, secret


def find(asking: Asking, key: str) -> LiveOrg:
    """The org of the app, unless the login servers have not heard of it yet or it lives behind another host."""
    live = asking.directory.of_consumer_key(key)
    if live is None or not live.switches.app_is_known or not asking.caller.reaches(live):
        raise unknown_client()
    return live


def proven(asking: Asking) -> LiveOrg:
    """By secret; an app may do without where a code, a refresh token or a device stands in for it."""
    key, secret = asking.basic or (asking.form.get("client_id", ""), asking.form.get("client_secret", ""))
    if not key and asking.basic is None:
        raise missing("client_id")
    live = find(asking, key)
    if not secret and not live.switches.requires_secret and asking.form.get("grant_type") in SECRETLESS:
        return live
    if not hmac.compare_digest(secret.encode(), live.org.app.consumer_secret.encode()):
        raise OAuthRefusal("invalid_client", "invalid client credentials", 401 if asking.basic else 400)
    return live

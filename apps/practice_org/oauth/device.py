"""The device flow: a screen without a keyboard shows a code, and a person types it in a browser."""

from __future__ import annotations

import secrets
import time
from typing import Any

from apps.practice_org.directory import Directory
from apps.practice_org.live import LiveOrg
from apps.practice_org.oauth import clients, entering
from apps.practice_org.oauth.asking import DEFAULT_SCOPE
from apps.practice_org.oauth.clients import Asking
from apps.practice_org.oauth.refusing import OAuthRefusal, invalid_grant

DEVICE = "device"
LETTERS = "BCDFGHJKLMNPQRSTVWXZ2345679"
INTERVAL, LIFETIME = 5, 10 * 60
PENDING, ALLOWED, DENIED = "pending", "allowed", "denied"
HASTY = ("slow_down", "polling too quickly")
WAITING = ("authorization_pending", "end-user has not yet authorized")


def begin(asking: Asking) -> dict[str, Any]:
    live = clients.find(asking, asking.need("client_id"))
    entering.check_app(live)
    if not live.switches.device_flow:
        raise OAuthRefusal("invalid_request", "device flow is not enabled for this app")
    code, user_code = secrets.token_urlsafe(60), "".join(secrets.choice(LETTERS) for _ in range(8))
    scope = asking.form.get("scope") or DEFAULT_SCOPE
    body = {"user_code": user_code, "scope": scope, "made": time.time(), "state": PENDING, "user": "", "polled": 0.0}
    live.book.put(DEVICE, live.id, code, body)
    return {
        "user_code": user_code,
        "device_code": code,
        "interval": INTERVAL,
        "verification_uri": f"{asking.caller.login_origin(live)}/setup/connect",
    }


def poll(live: LiveOrg, code: str) -> tuple[str, str]:
    """User id and scope, once a person has allowed it."""
    found = live.book.of(DEVICE, live.id).get(code)
    if found is None or time.time() - found["made"] > LIFETIME:
        raise invalid_grant("invalid device code")
    if found["state"] == DENIED:
        raise OAuthRefusal("access_denied", "end-user denied authorization")
    if found["state"] == PENDING:
        live.book.put(DEVICE, live.id, code, {**found, "polled": time.time()})
        is_hasty = time.time() - found["polled"] < INTERVAL - 1
        raise OAuthRefusal(*(HASTY if is_hasty else WAITING))
    live.book.delete(DEVICE, code)
    return str(found["user"]), str(found["scope"])


def find(directory: Directory, user_code: str) -> tuple[LiveOrg, str] | None:
    """The org and the device's own code, for the letters that a person typed."""
    wanted = user_code.strip().upper().replace("-", "")
    for live in directory:
        for code, row in live.book.of(DEVICE, live.id).items():
            if row["user_code"] == wanted and row["state"] == PENDING and time.time() - row["made"] < LIFETIME:
                return live, code
    return None


def answer(live: LiveOrg, code: str, user_id: str, *, is_allowed: bool) -> None:
    found = live.book.of(DEVICE, live.id)[code]
    state = ALLOWED if is_allowed else DENIED
    live.book.put(DEVICE, live.id, code, {**found, "user": user_id, "state": state})

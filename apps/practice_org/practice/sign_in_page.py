"""The trainer's page of an org's sign-in: policies of the org, settings of its app, troubles of its login."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from apps.practice_org import logins
from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import facts, switching
from apps.practice_org.refusals import Refusal
from apps.practice_org.soap.faults import LOGIN_WORDS
from apps.practice_org.web import templates

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind` says how the value is typed: flag, number, words (a list), lines (one long text) or choice."""

    name: str
    words: str
    kind: str = "flag"


GROUPS = {
    "The app": (
        Entry("app_is_known", "The login servers know the app already"),
        Entry("app_is_installed", "Installed in this org"),
        Entry("app_is_blocked", "Blocked by an administrator"),
        Entry("admin_approved_only", "Admin-approved users are pre-authorized"),
        Entry("user_is_approved", "The sync user is among them"),
        Entry("requires_pkce", "PKCE is required"),
        Entry("requires_secret", "The secret is required for codes and refresh tokens"),
        Entry("rotates_refresh_tokens", "Refresh tokens rotate"),
        Entry("relaxes_ip", "IP restrictions are relaxed"),
        Entry("has_run_as_user", "Client credentials have a Run-As user"),
        Entry("device_flow", "Device flow is allowed"),
        Entry("code_seconds", "A code lives for seconds", "number"),
        Entry("idle_seconds", "A refresh token dies after idle seconds (0: never)", "number"),
        Entry("scopes", "Scopes that it may ask for", "words"),
        Entry("certificate", "Certificate for signed assertions, PEM", "lines"),
    ),
    "The org": (
        Entry("org_is_active", "The org is active"),
        Entry("my_domain_only", "login.salesforce.com and test.salesforce.com are closed"),
        Entry("password_flow", "OAuth by user name and password is allowed"),
        Entry("trusts_address", "Every address is trusted: no security token needed"),
        Entry("tells_lockout", "A locked user is told so"),
        Entry("session_seconds", "A session lives for seconds", "number"),
        Entry("logins_per_hour", "Logins of a user in an hour", "number"),
        Entry("lockout_after", "Wrong passwords until a user is locked (0: never)", "number"),
        Entry("trusted_ranges", "Trusted addresses, such as 203.0.113.0/24", "words"),
        Entry("login_ranges", "Addresses that the profile allows (none: all)", "words"),
        Entry("login_hours", "Hours that the profile allows, from and to in UTC (none: all)", "words"),
        Entry("login_trouble", "SOAP login answers with this fault", "choice"),
    ),
}
ENTRIES = tuple(entry for group in GROUPS.values() for entry in group)
CHOICES = ("", *LOGIN_WORDS)


async def sign_in_page(request: Request) -> Response:
    live: LiveOrg | None = request.app.state.directory.find(request.path_params["org_id"])
    if live is None:
        return PlainTextResponse("There is no such org.", 404)
    done = trouble = ""
    if request.method == "POST":
        form = {key: str(value) for key, value in (await request.form()).items()}
        try:
            done = await run_in_threadpool(_act, live, form)
        except (Refusal, ValueError) as error:
            trouble = error.message if isinstance(error, Refusal) else str(error)
    return HTMLResponse(await run_in_threadpool(_render, live, done, trouble))


def _act(live: LiveOrg, form: Form) -> str:
    if form.get("action") == "unlock":
        return f"{logins.unlock(live)} users unlocked."
    switching.turn(live, {entry.name: _read(entry, form.get(entry.name, "")) for entry in ENTRIES})
    return "Saved."


def _read(entry: Entry, text: str) -> Any:
    if entry.kind == "flag":
        return bool(text)
    if entry.kind == "number":
        return int(float(text or 0))
    words = text.replace(",", " ").split()
    if entry.name == "login_hours":
        return [int(word) for word in words]
    return words if entry.kind == "words" else text.strip()


def _render(live: LiveOrg, done: str, trouble: str) -> str:
    return templates.render(
        "sign_in.html",
        org=facts.facts(live),
        groups=GROUPS,
        choices=CHOICES,
        switches=asdict(live.switches),
        done=done,
        trouble=trouble,
    )

"""Who answers at the other end: the user, the org, its edition, its calls; as much of it as we may know."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from apps.salesforce.client import Client
from apps.salesforce.composite import Answer, Part
from apps.salesforce.errors import ApiDisabled, Refusal

ORGANIZATION = "SELECT Id, Name, OrganizationType, IsSandbox, InstanceName, TrialExpirationDate FROM Organization"
USER = (
    "SELECT Name, Username, Email, ProfileId, Profile.Name, Profile.UserLicense.Name, TimeZoneSidKey, "
    "LocaleSidKey, LanguageLocaleKey "
    "FROM User WHERE Id = '{}'"
)


@dataclass(frozen=True)
class Identity:
    """Empty or None: the org did not say, or we may not look."""

    user_id: str = ""
    username: str = ""
    user_name: str = ""
    email: str = ""
    profile: str = ""
    profile_id: str = ""
    license: str = ""
    time_zone: str = ""
    locale: str = ""
    language: str = ""
    org_id: str = ""
    org_name: str = ""
    edition: str = ""
    is_sandbox: bool | None = None
    instance_name: str = ""
    trial_ends: str = ""
    api_enabled: bool | None = None
    api_used: int | None = None
    api_max: int | None = None

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def read(client: Client) -> Identity:
    """Two calls. Where the API is off, what the token endpoint's own directory says, and nothing made up."""
    said = _userinfo(client)
    user_id = str(said.get("user_id", ""))
    known: dict[str, Any] = {
        "user_id": user_id,
        "username": said.get("preferred_username") or "",
        "user_name": said.get("name") or "",
        "email": said.get("email") or "",
        "time_zone": said.get("zoneinfo") or "",
        "locale": said.get("locale") or "",
        "language": said.get("language") or "",
        "org_id": str(said.get("organization_id", "")),
    }
    parts = [_query(ORGANIZATION), _query(USER.format(user_id)), Part("limits")]
    try:
        organization, user, limits = client.composite(parts)
    except ApiDisabled:
        return Identity(**known, api_enabled=False)
    return Identity(**{**known, **_org(organization), **_user(user), **_calls(client, limits), "api_enabled": True})


def _userinfo(client: Client) -> dict[str, Any]:
    """Answered for every token with the scope id; a password session of an odd org may be refused here."""
    try:
        return client.identity()
    except ApiDisabled:
        raise
    except Refusal as error:
        if error.code in {"HTTP_403", "FORBIDDEN"}:
            return {}
        raise


def _query(soql: str) -> Part:
    return Part(f"query?q={soql.replace(' ', '+')}")


def _first(answer: Answer) -> dict[str, Any]:
    if isinstance(answer.error, ApiDisabled):
        raise answer.error
    records = answer.body.get("records", []) if answer.is_ok else []
    return records[0] if records else {}


def _org(answer: Answer) -> dict[str, Any]:
    row = _first(answer)
    return {
        "org_id": row.get("Id", ""),
        "org_name": row.get("Name", ""),
        "edition": row.get("OrganizationType") or "",
        "is_sandbox": row.get("IsSandbox"),
        "instance_name": row.get("InstanceName") or "",
        "trial_ends": row.get("TrialExpirationDate") or "",
    }


def _user(answer: Answer) -> dict[str, Any]:
    """Only what is there: userinfo has said the rest."""
    row = _first(answer)
    profile = row.get("Profile") or {}
    found = {
        "user_name": row.get("Name"),
        "username": row.get("Username"),
        "email": row.get("Email"),
        "profile": profile.get("Name"),
        "profile_id": row.get("ProfileId"),
        "license": (profile.get("UserLicense") or {}).get("Name"),
        "time_zone": row.get("TimeZoneSidKey"),
        "locale": row.get("LocaleSidKey"),
        "language": row.get("LanguageLocaleKey"),
    }
    return {name: value for name, value in found.items() if value}


def _calls(client: Client, answer: Answer) -> dict[str, Any]:
    """The limits resource needs View Setup; the header of any reply knows the same two figures."""
    daily = answer.body.get("DailyApiRequests") if answer.is_ok else None
    if daily:
        return {"api_max": daily["Max"], "api_used": daily["Max"] - daily["Remaining"]}
    return {"api_max": client.usage.max, "api_used": client.usage.used} if client.usage else {}

"""Who somebody is: the identity URL and userinfo, the same facts under different names."""

from __future__ import annotations

from typing import Any

from apps.practice_org import ids
from apps.practice_org.grants import SignedIn
from apps.practice_org.rest import versions
from apps.practice_org.web.hosts import Caller

SCOPES = frozenset({"id", "openid", "profile", "email", "address", "phone", "full", "web"})
LATEST = "latest"
LOS_ANGELES_OFFSET = -28_800_000
MODIFIED = "2026-02-15T23:21:10Z"


def identity(found: SignedIn, caller: Caller) -> dict[str, Any]:
    user, live = found.user, found.live
    origin = caller.org_origin(live)
    return {
        "id": f"{caller.login_origin(live)}/id/{live.id}/{user.id}",
        "asserted_user": True,
        "user_id": user.id,
        "organization_id": live.id,
        "username": user.username,
        "nick_name": user.username.partition("@")[0],
        "display_name": user.name,
        "email": user.email,
        "email_verified": True,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "timezone": "America/Los_Angeles",
        "photos": _photos(origin),
        "addr_street": "415 Mission Street",
        "addr_city": "San Francisco",
        "addr_state": "CA",
        "addr_country": "US",
        "addr_zip": None,
        "mobile_phone": None,
        "mobile_phone_verified": False,
        "is_lightning_login_user": False,
        "status": {"created_date": None, "body": None},
        "urls": _urls(found, origin),
        "active": True,
        "user_type": "STANDARD",
        "language": "en_US",
        "locale": "en_US",
        "utcOffset": LOS_ANGELES_OFFSET,
        "last_modified_date": MODIFIED,
        "is_app_installed": True,
    }


def userinfo(found: SignedIn, caller: Caller) -> dict[str, Any]:
    user, live = found.user, found.live
    origin = caller.org_origin(live)
    return {
        "sub": f"{caller.login_origin(live)}/id/{live.id}/{user.id}",
        "user_id": user.id,
        "organization_id": live.id,
        "preferred_username": user.username,
        "nickname": user.username.partition("@")[0],
        "name": user.name,
        "email": user.email,
        "email_verified": True,
        "given_name": user.first_name,
        "family_name": user.last_name,
        "zoneinfo": "America/Los_Angeles",
        "photos": _photos(origin),
        "profile": f"{origin}/{user.id}",
        "picture": f"{origin}/profilephoto/005/F",
        "address": {"country": "US"},
        "is_salesforce_integration_user": False,
        "urls": _urls(found, origin),
        "active": True,
        "user_type": "STANDARD",
        "language": "en_US",
        "locale": "en_US",
        "utcOffset": LOS_ANGELES_OFFSET,
        "updated_at": MODIFIED,
    }


def put_version(body: dict[str, Any], version: str) -> bool:
    """Writes a version into the addresses; False when it is none that the org speaks."""
    known = {entry["version"] for entry in versions.listing()}
    wanted = f"{versions.NEWEST}.0" if version == LATEST else version
    if wanted not in known:
        return False
    body["urls"] = {name: url.replace("{version}", wanted) for name, url in body["urls"].items()}
    return True


def _photos(origin: str) -> dict[str, str]:
    return {"picture": f"{origin}/profilephoto/005/F", "thumbnail": f"{origin}/profilephoto/005/T"}


def _urls(found: SignedIn, origin: str) -> dict[str, str]:
    short = found.live.id[: ids.SHORT]
    rest = f"{origin}/services/data/v{{version}}"
    return {
        "enterprise": f"{origin}/services/Soap/c/{{version}}/{short}",
        "metadata": f"{origin}/services/Soap/m/{{version}}/{short}",
        "partner": f"{origin}/services/Soap/u/{{version}}/{short}",
        "rest": f"{rest}/",
        "sobjects": f"{rest}/sobjects/",
        "search": f"{rest}/search/",
        "query": f"{rest}/query/",
        "recent": f"{rest}/recent/",
        "tooling_soap": f"{origin}/services/Soap/T/{{version}}/{short}",
        "tooling_rest": f"{rest}/tooling/",
        "profile": f"{origin}/{found.user.id}",
        "feeds": f"{rest}/chatter/feeds",
        "groups": f"{rest}/chatter/groups",
        "users": f"{rest}/chatter/users",
        "feed_items": f"{rest}/chatter/feed-items",
        "feed_elements": f"{rest}/chatter/feed-elements",
        "custom_domain": origin,
    }

"""What the trainer's pages and orgs.json tell about each org."""

from __future__ import annotations

from typing import Any

from apps.practice_org import quoting
from apps.practice_org.live import LiveOrg
from apps.practice_org.seed.plan import plan
from apps.practice_org.web.hosts import my_domain

PEOPLE = frozenset({"Lead", "Contact"})
COUNTED = (
    "Lead",
    "Contact",
    "Account",
    "Opportunity",
    "OpportunityContactRole",
    "Campaign",
    "CampaignMember",
    "CampaignMemberStatus",
    "Task",
    "Event",
    "User",
    "RecordType",
)


def facts(live: LiveOrg) -> dict[str, Any]:
    org, switches = live.org, live.switches
    return {
        "name": org.name,
        "org_id": org.id,
        "edition": org.edition,
        "is_sandbox": org.is_sandbox,
        "has_api": switches.has_api,
        "my_domain": my_domain(org),
        "sync_user": {
            "username": org.user.username,
            "password": switches.password,
            "security_token": switches.security_token,
            "user_id": org.user.id,
        },
        "admin_user": {
            "username": org.admin.username,
            "password": org.admin.password,
            "security_token": org.admin.security_token,
            "user_id": org.admin.id,
        },
        "app": {
            "name": org.app.name,
            "consumer_key": org.app.consumer_key,
            "consumer_secret": org.app.consumer_secret,
            "callbacks": list(org.app.callbacks),
        },
        "calls": {"used": live.book.calls(live.id), "max": switches.daily_calls},
        "counts": counts(live),
    }


def counts(live: LiveOrg) -> dict[str, int]:
    """Records, people without those in the bin; an org that nobody has opened yet has what its plan says."""
    if not live.storage.is_open:
        planned = plan(live.org.records)
        return {name: planned[name] for name in COUNTED}
    with live.storage.reading() as cursor:
        return {
            name: _count(cursor.execute(f"SELECT count(*) FROM {quoting.name(name)}{_live(name)}").fetchone())
            for name in COUNTED
        }


def _live(name: str) -> str:
    return " WHERE NOT IsDeleted" if name in PEOPLE else ""


def _count(row: tuple[Any, ...] | None) -> int:
    return int(row[0]) if row else 0

"""What login() and getUserInfo() tell about the user and the org."""

from __future__ import annotations

from typing import Any

from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import SyncUser
from apps.practice_org.seed import staff


def facts(live: LiveOrg, user: SyncUser) -> dict[str, Any]:
    is_sync = user.id == live.org.user.id
    profile = staff.sync_profile_id(live.org) if is_sync else staff.profile_id(live.org, staff.ADMIN_PROFILE)
    return {"org": live.org, "user": user, "profile_id": profile, "seconds": live.switches.session_seconds}

"""The map of what a version offers."""

from __future__ import annotations

from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

NAMES = ("composite", "jobs", "limits", "parameterizedSearch", "query", "queryAll", "search", "sobjects", "tooling")


def listing(call: Call) -> Reply:
    names = {name: f"{call.base}/{name}" for name in NAMES}
    return Reply({**names, "identity": f"{call.origin}/id/{call.live.id}/{call.user.id}"})

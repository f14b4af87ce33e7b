"""The page where a trainer switches trouble on, reads what each kind does, and sees what it struck."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request

from apps.practice_org.faults import kinds, standing
from apps.practice_org.live import LiveOrg
from apps.practice_org.practice.shell import page


def _act(live: LiveOrg, _request: Request, given: FormData) -> str:
    form = {key: str(value) for key, value in given.items()}
    action = form.pop("action", "add")
    if action == "clear":
        return f"{standing.clear(live)} troubles taken away."
    if action == "remove":
        standing.remove(live, form["id"])
        return "Taken away."
    return f"{standing.add(live, form).kind} is switched on."


def _show(live: LiveOrg, _request: Request) -> dict[str, Any]:
    return {"faults": standing.listing(live), "kinds": kinds.ALL}


faults_page = page("faults.html", _show, _act)

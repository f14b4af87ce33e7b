"""The ten ways in which a step is shown, and the five of a check: each has an icon and a word besides its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

register = template.Library()
LOOKS: dict[str, tuple[str, _StrPromise]] = {
    "locked": ("lock", _("Locked")),
    "ready": ("arrow-right", pgettext_lazy("step", "Ready")),
    "queued": ("ellipsis", pgettext_lazy("step", "Queued")),
    "running": ("play", pgettext_lazy("step", "Running")),
    "waiting": ("user-round", pgettext_lazy("step", "Waiting")),
    "paused": ("pause", pgettext_lazy("step", "Paused")),
    "done": ("check", pgettext_lazy("step", "Done")),
    "unverified": ("check", pgettext_lazy("step", "Done, unverified")),
    "failed": ("circle-alert", pgettext_lazy("step", "Failed")),
    "stale": ("rotate-ccw", pgettext_lazy("step", "Out of date")),
    "pass": ("check", pgettext_lazy("check", "Pass")),
    "warn": ("triangle-alert", pgettext_lazy("check", "Warn")),
    "fail": ("circle-x", pgettext_lazy("check", "Fail")),
    "unknown": ("circle-dashed", pgettext_lazy("check", "Unknown")),
    "na": ("minus", pgettext_lazy("check", "Not applicable")),
}
TURNS = {"you": "hand", "person": "user-round", "gangway": "cog", "time": "clock", "us": "life-buoy"}


@register.filter
def look(row: Any) -> str:
    """The state as it is drawn: what waits for the viewer is amber, like all that is the viewer's turn."""
    turn = getattr(row, "turn", None)
    return "ready" if turn and turn.kind == "you" and row.state == "waiting" else str(row.state)


@register.filter
def state_icon(state: str) -> str:
    return LOOKS[str(state)][0]


@register.filter
def state_word(state: str) -> str:
    return str(LOOKS[str(state)][1])


@register.filter
def turn_icon(kind: str) -> str:
    return TURNS[str(kind)]

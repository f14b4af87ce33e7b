"""Decodes a refused sign-in: how far it got, why, who puts it right, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from apps.connections import setup_links
from apps.connections.errors import ConsentDenied
from apps.connections.models import Connection
from apps.connections.refusals.entry import Refused, Turn
from apps.connections.refusals.org import UNKNOWN
from apps.connections.refusals.table import BY_SAYING
from apps.salesforce.errors import SalesforceError

# how far a sign-in gets, in order; a refusal names the stage that it stopped at
STAGES = ("reached", "app", "user", "approved", "stored")


@dataclass(frozen=True)
class Decoded:
    """A refused sign-in as a page shows it. ``said`` are Salesforce's own words."""

    what: str
    cause: str
    fix: str
    who: str
    link: str
    said: str
    stopped_at: str
    turn: Turn
    after: str

    @property
    def trace(self) -> list[tuple[str, str]]:
        """Each stage with ``ok``, ``stop`` or nothing."""
        stop = STAGES.index(self.stopped_at)
        return [(stage, "ok" if n < stop else "stop" if n == stop else "") for n, stage in enumerate(STAGES)]


def decode(error: Exception, connection: Connection | None) -> Decoded:
    code, message = _said(error)
    return decode_words(code, message, connection)


def decode_words(code: str, message: str, connection: Connection | None) -> Decoded:
    words = _find(code, message)
    return Decoded(
        what=gettext(words.what),
        cause=gettext(words.cause),
        fix=gettext(words.fix),
        who=gettext(words.who),
        link=setup_links.link(connection, words.page),
        said=f"{code}: {message}" if message else code,
        stopped_at=words.stage,
        turn=words.turn,
        after=gettext(words.after) if words.after else "",
    )


def reason(code: str, message: str) -> dict[str, Any]:
    """What a refusal means, for the timeline: a sentence that is translated when it is read."""
    return {"_": _find(code, message).what, "data": {}}


def _said(error: Exception) -> tuple[str, str]:
    if isinstance(error, SalesforceError):
        return error.code, error.message
    data: dict[str, Any] = error.data if isinstance(error, ConsentDenied) else {}
    return str(data.get("code", type(error).__name__)), str(data.get("message", ""))


def _find(code: str, message: str) -> Refused:
    """By code and a piece of the message where one code stands for many reasons, else by the code alone."""
    said = message.casefold()
    fitting = (words for (known, piece), words in BY_SAYING.items() if known == code and piece in said)
    return next(fitting, UNKNOWN)

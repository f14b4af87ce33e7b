"""What each check is called, what follows without it, who puts it right, and how, by edition."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop

from apps.connections import setup_links
from apps.connections.checks.entry import Words
from apps.connections.checks.table import BY_CODE
from apps.connections.models import CheckResult, Connection, Verdict


@dataclass(frozen=True)
class Told:
    """A result as a page shows it, in the reader's language. ``look``: where an unknown answer can be seen."""

    code: str
    subject: str
    group: str
    verdict: str
    title: str
    what: str
    seen: str
    without: str
    fix: str
    look: str
    who: str
    link: str
    checked_at: datetime.datetime
    data: dict[str, Any]

    @property
    def pk(self) -> str:
        """Names its place on the page."""
        return f"{self.code}-{self.subject}".strip("-").lower()


def tell(result: CheckResult, connection: Connection) -> Told:
    words = BY_CODE[result.code]
    data = _Known({"profile": _profile(connection), **{name: _shown(value) for name, value in result.data.items()}})
    return Told(
        code=result.code,
        subject=result.subject,
        group=words.group,
        verdict=result.verdict,
        title=gettext(words.title) % data,
        what=gettext(words.wrong) % data,
        seen=gettext(result.seen["message"]) % data,
        without=gettext(words.without) % data if words.without else "",
        fix=gettext(_fix(words, connection)) % data,
        look=gettext(words.look) % data if words.look and result.verdict == Verdict.UNKNOWN else "",
        who=gettext(words.who),
        link=setup_links.link(connection, _page(words, result.subject)),
        checked_at=result.checked_at,
        data=result.data,
    )


def title(code: str, data: dict[str, Any]) -> str:
    """A check's name alone."""
    return gettext(BY_CODE[code].title) % _Known(data)


def _page(words: Words, subject: str) -> str:
    """Record types have no page of their own in the Object Manager."""
    page = words.page.replace("{object}", subject.lower())
    return page if page in setup_links.PAGES else "profile" if page else ""


def _fix(words: Words, connection: Connection) -> str:
    return words.fix_professional if connection.is_professional and words.fix_professional else words.fix


def _profile(connection: Connection) -> str:
    return str(connection.identity.get("profile") or gettext(gettext_noop("the sync user’s profile")))


def _shown(value: Any) -> Any:
    return number_format(value, force_grouping=True) if isinstance(value, int) else value


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"

"""What each check is called, what follows without it, who puts it right, and how, by edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop

from apps.connections import setup_links
from apps.connections.checks.table import BY_CODE, Words
from apps.connections.models import CheckResult, Connection


@dataclass(frozen=True)
class Told:
    """A result as a page shows it, in the reader's language."""

    code: str
    subject: str
    verdict: str
    title: str
    what: str
    seen: str
    without: str
    fix: str
    who: str
    link: str
    data: dict[str, Any]


def tell(result: CheckResult, connection: Connection) -> Told:
    words = BY_CODE[result.code]
    data = _Known({"profile": _profile(connection), **{name: _shown(value) for name, value in result.data.items()}})
    return Told(
        code=result.code,
        subject=result.subject,
        verdict=result.verdict,
        title=gettext(words.title) % data,
        what=gettext(words.wrong) % data,
        seen=gettext(result.seen["message"]) % data,
        without=gettext(words.without) % data if words.without else "",
        fix=gettext(_fix(words, connection)) % data,
        who=gettext(words.who),
        link=setup_links.link(connection, words.page.replace("{object}", result.subject.lower())),
        data=result.data,
    )


def _fix(words: Words, connection: Connection) -> str:
    return words.fix_professional if connection.is_professional and words.fix_professional else words.fix


def _profile(connection: Connection) -> str:
    return str(connection.identity.get("profile") or gettext(gettext_noop("the sync user’s profile")))


def _shown(value: Any) -> Any:
    return number_format(value, force_grouping=True) if isinstance(value, int) else value


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"

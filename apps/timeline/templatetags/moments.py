"""Writes instants as people read them: today as 14:27, other days as 20 Nov, always in the viewer's zone."""

from __future__ import annotations

import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()
LONG_AGO = 300  # days; from then on a day without its year could be the wrong one


@register.filter
def moment(at: datetime.datetime | None) -> SafeString | str:
    """14:27 today, 20 Nov in this year, 20 Nov 2024 before it; the whole instant in ``datetime`` and in the title."""
    return _element(at, _short(at)) if at else ""


@register.filter
def moment_long(at: datetime.datetime | None, precision: str = "minutes") -> SafeString | str:
    """today, 14:27; or 20 Nov, 14:27; with ``seconds`` (for logs) 14:27:08."""
    if not at:
        return ""
    words = {
        "day": pgettext("beside a clock", "today") if _is_today(at) else _short(at),
        "clock": _clock(at, precision),
    }
    return _element(at, pgettext("day and time", "%(day)s, %(clock)s") % words)


@register.filter
def moment_whole(at: datetime.datetime | None) -> SafeString | str:
    """24 November 2026, 14:27:08 CET: for paper, which is read on another day and elsewhere."""
    return _element(at, f"{_whole(at)} {timezone.localtime(at):%Z}") if at else ""


@register.filter
def clock(at: datetime.datetime | None, precision: str = "minutes") -> SafeString | str:
    """14:27, or 14:27:08 with ``seconds`` (for logs)."""
    return _element(at, _clock(at, precision)) if at else ""


@register.filter
def day_words(at: datetime.datetime | datetime.date | None) -> str:
    """Today, Yesterday, or Friday 20 November: a heading over what happened on that day."""
    if not at:
        return ""
    day = timezone.localdate(at) if isinstance(at, datetime.datetime) else at
    ago = (timezone.localdate() - day).days
    if ago in (0, 1):
        return _("Today") if ago == 0 else _("Yesterday")
    if ago < LONG_AGO:
        return date_format(day, pgettext("heading of a day", "l j F"))
    return date_format(day, pgettext("heading of a day", "j F Y"))


@register.filter
def zone_words(name: str) -> str:
    """`Europe/Berlin` as `Berlin time (UTC+1)`."""
    offset = timezone.localtime().strftime("%z")
    hours, minutes = int(offset[:3]), offset[3:5]
    shift = "UTC" + (f"{hours:+d}" if hours or minutes != "00" else "") + (f":{minutes}" if minutes != "00" else "")
    city = name.rpartition("/")[2].replace("_", " ")
    return shift if city in ("UTC", "GMT", "") else _("%(city)s time (%(shift)s)") % {"city": city, "shift": shift}


def _is_today(at: datetime.datetime) -> bool:
    return timezone.localdate(at) == timezone.localdate()


def _short(at: datetime.datetime) -> str:
    if _is_today(at):
        return _clock(at)
    local = timezone.localtime(at)
    same_year = local.year == timezone.localdate().year
    return date_format(local, pgettext("short date", "j M") if same_year else pgettext("short date", "j M Y"))


def _clock(at: datetime.datetime, precision: str = "minutes") -> str:
    return timezone.localtime(at).strftime("%H:%M:%S" if precision == "seconds" else "%H:%M")


def _element(at: datetime.datetime, words: str) -> SafeString:
    when = at.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', when, _whole(at), words)


def _whole(at: datetime.datetime) -> str:
    return date_format(timezone.localtime(at), pgettext("full date and time", "j F Y, H:i:s"))

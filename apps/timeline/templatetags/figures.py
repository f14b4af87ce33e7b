"""Writes numbers as people read them: thousands parted by the locale, a zero in grey, ranges with "to"."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()
MINUTE, HOUR, DAY = 60, 3600, 86400
SHORT = 10  # seconds; below it a tenth is worth saying
LEAST = 0.1  # seconds; the shortest span that is said


@register.filter
def figure(number: float | None) -> SafeString:
    """281,904; a zero is no news and grey; what was not counted is a dot."""
    if number is None:
        return format_html('<span class="gw-zero" title="{}">·</span>', _("not counted"))
    return format_html('<span class="{}">{}</span>', "gw-num" if number else "gw-num gw-zero", plain(number))


@register.filter
def plain(number: float | None) -> str:
    """The same as text alone, for attributes and sentences."""
    return "" if number is None else number_format(number, use_l10n=True, force_grouping=True)


@register.filter
def about(number: float | None) -> str:
    """`about 900,273`: the org's own counts are approximate."""
    return _("about %(number)s") % {"number": plain(number)} if number is not None else ""


@register.filter
def to(low: float, high: float) -> str:
    """`5 to 9`; one number when both are the same."""
    if low == high:
        return plain(low)
    return pgettext("a range of numbers", "%(low)s to %(high)s") % {"low": plain(low), "high": plain(high)}


@register.filter
def percent(share: float | None) -> str:
    """0.934 as `93.4 %`; whole percents lose their decimal."""
    if share is None:
        return ""
    rounded = round(share * 100, 1)
    number = number_format(rounded, 1 if rounded % 1 else 0)
    return pgettext("a share", "%(number)s %%") % {"number": number}


@register.filter
def lasting(seconds: float | None) -> str:
    """A time span in its two largest words: `6.2 s`, `3 min 28 s`, `2 h 5 min`, `4 d 3 h`."""
    if seconds is None:
        return ""
    if seconds < MINUTE:
        shown = max(seconds, LEAST) if seconds else 0  # nothing that was done took no time at all
        return _("%(n)s s") % {"n": number_format(shown, 1 if shown < SHORT and shown % 1 else 0)}
    if seconds < HOUR:
        return _two(seconds, MINUTE, _("%(n)s min"), 1, _("%(n)s s"))
    if seconds < DAY:
        return _two(seconds, HOUR, _("%(n)s h"), MINUTE, _("%(n)s min"))
    return _two(seconds, DAY, _("%(n)s d"), HOUR, _("%(n)s h"))


def _two(seconds: float, unit: int, words: str, smaller: int, smaller_words: str) -> str:
    whole, rest = divmod(int(seconds), unit)
    first = words % {"n": plain(whole)}
    return f"{first} {smaller_words % {'n': rest // smaller}}" if rest // smaller else first

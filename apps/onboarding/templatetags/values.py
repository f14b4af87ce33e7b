"""Shows a value of the marketing database as people read it, whatever the type of its column."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.timeline.templatetags import moments

register = template.Library()


@register.filter
def value(raw: Any) -> Any:
    """Yes, 12,400.5, 20 Nov 2026, or the text itself; nothing for an empty one."""
    if raw is None or raw == "":
        return ""
    if isinstance(raw, bool):
        return _("Yes") if raw else _("No")
    if isinstance(raw, datetime.datetime):
        return moments.moment_long(raw)
    if isinstance(raw, datetime.date):
        return date_format(raw, pgettext("short date", "j M Y"))
    if isinstance(raw, int | float | Decimal):
        return number_format(_plain(raw), use_l10n=True, force_grouping=True)
    return str(raw)


def _plain(number: float | Decimal) -> float | Decimal:
    """5.0 is 5 to people."""
    return int(number) if number == int(number) else number

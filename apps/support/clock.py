"""Instants to the second, as the desk reads them, in the viewer's zone."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext


def exact(at: datetime.datetime) -> str:
    """14:27:08 today; else 20 Nov, 14:27:08."""
    local = timezone.localtime(at)
    clock = f"{local:%H:%M:%S}"
    if local.date() == timezone.localdate():
        return clock
    words = {"day": date_format(local, pgettext("short date", "j M")), "clock": clock}
    return pgettext("day and time", "%(day)s, %(clock)s") % words

"""Draws a lucide icon into the page, so that it takes the colour of the words beside it."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """``name`` as on lucide.dev. Without a ``label`` the icon is decoration, and a screen reader passes over it."""
    if label:
        return format_html(
            '<svg class="gw-i" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, _shapes(name)
        )
    return format_html('<svg class="gw-i" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', _shapes(name))


@functools.cache
def _shapes(name: str) -> SafeString:
    """Our own package's file, so it is trusted. Before `make setup` has fetched the icons, nothing is drawn."""
    folder = finders.find("vendor/lucide")
    if not folder:
        return mark_safe("")
    found = _SHAPES.search((Path(folder) / f"{name}.svg").read_text(encoding="utf-8"))
    return mark_safe(" ".join(found[1].split()) if found else "")  # noqa: S308 - a file of the icon package

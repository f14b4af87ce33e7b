"""The person fields that a search of step 10 finds: a page of them, sorted, and how many each filter would show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from apps.mapping import review
from apps.mapping.review import Row
from apps.tenants.models import Instance

PAGE = 50
CHIPS = {
    "": _("All"),
    "paired": _("Paired"),
    "fixed": _("Fixed"),
    "lead": _("Only Lead"),
    "contact": _("Only Contact"),
}
SORTS = {"name": _("Our name"), "lead": _("Label on Lead"), "contact": _("Label on Contact"), "type": _("Type")}
LAST = "\U0010ffff"  # after every label
KEYS: dict[str, Callable[[Row], str]] = {
    "lead": lambda row: row.lead.label.lower() if row.lead else LAST,
    "contact": lambda row: row.contact.label.lower() if row.contact else LAST,
    "type": lambda row: row.field.type,
}


def of(request: HttpRequest, instance: Instance, listed: list[Row]) -> dict[str, Any]:
    """``listed``: every row, by our name. Whatever an address asks wrongly falls back to the plain list."""
    asked = _asked(request)
    matching = [row for row in listed if _matches(row, asked["q"].lower().split())]
    shown = [row for row in matching if not asked["show"] or row.group == asked["show"]]
    if asked["sort"] in KEYS:
        shown.sort(key=KEYS[asked["sort"]])
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    return {
        "asked": asked,
        "page": page,
        "query": _query(asked),
        "listed": review.written(instance, page.object_list),
        "chips": _chips(matching, asked),
        "sorts": SORTS.items(),
        "partners": [row.contact for row in listed if row.group == "contact"],
        "lead_partners": [row.lead for row in listed if row.group == "lead"],
    }


def _asked(request: HttpRequest) -> dict[str, str]:
    said = {name: request.GET.get(name, "") for name in ("q", "show", "sort")}
    return {
        "q": said["q"].replace("\x00", "")[:120],
        "show": said["show"] if said["show"] in CHIPS else "",
        "sort": said["sort"] if said["sort"] in SORTS else "name",
    }


def _matches(row: Row, words: list[str]) -> bool:
    if not words:
        return True
    sides = [f"{side.label} {side.source}" for side in (row.lead, row.contact) if side]
    text = " ".join([row.field.name, row.field.label, *sides]).lower()
    return all(word in text for word in words)


def _chips(matching: list[Row], asked: dict[str, str]) -> list[dict[str, Any]]:
    counts = Counter(row.group for row in matching)
    counts[""] = len(matching)
    return [
        {
            "url": f"?{_query({**asked, 'show': name})}",
            "label": label,
            "count": counts[name],
            "on": name == asked["show"],
        }
        for name, label in CHIPS.items()
    ]


def _query(asked: dict[str, str]) -> str:
    return urlencode({name: value for name, value in asked.items() if value})

"""Everything that happened to an instance, the newest first; by what it concerns and by who did it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import StrIndex, Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from apps.accounts import access
from apps.onboarding import frame
from apps.tenants.models import Instance
from apps.timeline.models import Event

SIZE = 50
SUBJECTS = {
    "step": gettext_noop("Steps"),
    "connections": gettext_noop("Connection"),
    "mapping": gettext_noop("Fields and mapping"),
    "sync": gettext_noop("Sync"),
    "instance": gettext_noop("Instance"),
}


@require_GET
@access.to_instance("view")
def timeline_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    about, who = _one_of(request.GET.get("about"), SUBJECTS), _one_of(request.GET.get("who"), ("people", "gangway"))
    events = _by(Event.objects.of(instance), who)
    chosen = events.filter(kind__startswith=f"{about}.") if about else events
    context = {
        **frame.of(instance),
        "tab": "timeline",
        "page": Paginator(chosen, SIZE).get_page(request.GET.get("page")),
        "chips": _chips(events, about, who),
        "who": who,
        "about": about,
        "query": _query(about=about, who=who),
    }
    return render(request, "onboarding/timeline.html", context)


def _by(events: QuerySet[Event], who: str) -> QuerySet[Event]:
    return (events.filter(actor_name="") if who == "gangway" else events.exclude(actor_name="")) if who else events


def _chips(events: QuerySet[Event], about: str, who: str) -> list[dict[str, Any]]:
    """One for each subject on which something happened, with its number."""
    subject = Substr("kind", Value(1), StrIndex("kind", Value(".")) - Value(1))
    counted = events.order_by().annotate(subject=subject).values(name=F("subject")).annotate(number=Count("pk"))
    numbers = {row["name"]: row["number"] for row in counted}
    shown = {"": _("All"), **{name: _(title) for name, title in SUBJECTS.items() if name in numbers}}
    return [
        {
            "label": label,
            "count": numbers.get(name, 0) if name else sum(numbers.values()),
            "on": name == about,
            "url": f"?{_query(about=name, who=who)}",
        }
        for name, label in shown.items()
    ]


def _query(**values: str) -> str:
    return urlencode({name: value for name, value in values.items() if value})


def _one_of(value: str | None, allowed: Any) -> str:
    return value if value and value in allowed else ""

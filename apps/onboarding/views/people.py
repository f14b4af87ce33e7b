"""The people browser: search, pages, and one person with everything that belongs to them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from apps.accounts import access
from apps.marketing import people
from apps.onboarding import changes_words, frame, person_card
from apps.sync import changes_made, pushing
from apps.tenants.models import Instance

SIZE = 25
SHOWN = {
    "": gettext_noop("All"),
    "lead": gettext_noop("Leads"),
    "contact": gettext_noop("Contacts"),
    "deleted": gettext_noop("Deleted in Salesforce"),
    "review": gettext_noop("Share an e-mail address"),
}


@require_GET
@access.to_instance("records")
def people_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    return render(request, "onboarding/people.html", _context(request, instance))


@require_GET
@access.to_instance("records")
def person_page(request: HttpRequest, instance: Instance, sfdc_id: str) -> HttpResponse:
    person = people.one(instance, sfdc_id)
    if person is None:
        lead = pushing.became(instance, sfdc_id)
        if lead is None:
            raise Http404
        return redirect("onboarding:person", instance.key, lead)
    if person.record["sfdc_id"] != sfdc_id:  # a lead that was converted
        address = reverse("onboarding:person", args=[instance.key, person.record["sfdc_id"]])
        return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)
    context = {
        **_context(request, instance),
        "card": person_card.of(instance, person),
        "changes": changes_words.of(instance, changes_made.of(instance, sfdc_id)),
    }
    return render(request, "onboarding/person.html", context)


def _context(request: HttpRequest, instance: Instance) -> dict[str, Any]:
    words, show = request.GET.get("q", "").replace("\x00", "")[:100], request.GET.get("show", "")
    show, after = show if show in SHOWN else "", request.GET.get("after", "")[:18].replace("\x00", "")
    page, tally = people.search(instance, words, show=show, after=after, size=SIZE), people.tally(instance)
    return {
        **frame.of(instance),
        "tab": "people",
        "people": page.people,
        "total": tally.get("all", 0),
        "words": words,
        "show": show,
        "after": after,
        "chips": _chips(tally, words, show),
        "query": _query(q=words, show=show, after=after),
        "first": _query(q=words, show=show),
        "next": _query(q=words, show=show, after=page.after) if page.after else "",
    }


def _chips(tally: dict[str, int], words: str, show: str) -> list[dict[str, Any]]:
    """Numbers are of everybody; a search does not count through a million people for each of them."""
    return [
        {
            "label": _(label),
            "count": None if words else tally.get(name or "all", 0),
            "on": name == show,
            "url": f"?{_query(q=words, show=name)}",
        }
        for name, label in SHOWN.items()
        if name != "review" or name == show or tally.get(name)
    ]


def _query(**values: str) -> str:
    return urlencode({name: value for name, value in values.items() if value})

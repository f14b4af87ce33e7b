"""A CSV file of people: uploaded, looked at with counts and faults, then taken over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import access
from apps.onboarding import editable, frame, people_file
from apps.onboarding.forms.people_file import PeopleFileForm
from apps.onboarding.people_file import PeopleFile
from apps.sync import people_import
from apps.tenants.models import Instance

MOST_FAULTS = 200


@require_http_methods(["GET", "POST"])
@access.to_instance("operate")
def import_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    chosen = editable.of(instance, None)
    if request.method == "GET":
        return _page(request, instance, chosen)
    form = PeopleFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, instance, chosen, status=422, wrong=" ".join(map(str, form.non_field_errors())))
    text = form.cleaned_data["text"]
    found = people_file.parse(text, chosen)
    if found.wrong:
        return _page(request, instance, chosen, status=422, wrong=found.wrong)
    if form.cleaned_data["is_accepted"] and found.rows:
        return _taken_over(request, instance, found)
    counts = people_import.propose(instance, found.rows, by=access.person(request))
    return _page(request, instance, chosen, found=found, counts=counts, text=text)


def _taken_over(request: HttpRequest, instance: Instance, found: PeopleFile) -> HttpResponse:
    counts = people_import.take_over(instance, found.rows, by=access.person(request))
    said = {"new": counts.new, "matched": counts.matched, "changed": counts.changed}
    words = _("New people: %(new)s. Known ones: %(matched)s. Values changed or filled: %(changed)s.")
    messages.success(request, words % said)
    return redirect("onboarding:people", instance.key)


def _page(
    request: HttpRequest, instance: Instance, chosen: list[Any], *, status: int = 200, **context: Any
) -> HttpResponse:
    found: PeopleFile | None = context.get("found")
    shown = {
        **frame.of(instance),
        "tab": "people",
        "editable": chosen,
        "faults": found.faults[:MOST_FAULTS] if found else [],
        **context,
    }
    return render(request, "onboarding/people_import.html", shown, status=status)

"""Changes a person's values, and types somebody in by hand: what goes to Salesforce is said beside the form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from apps.accounts import access
from apps.marketing import people
from apps.onboarding import changes_words, editable, frame
from apps.onboarding.forms.person import NewPersonForm, PersonForm
from apps.sync import changes_made, editing
from apps.sync.outbox import Wanted
from apps.tenants.models import Instance


@require_http_methods(["GET", "POST"])
@access.to_instance("operate")
def edit_page(request: HttpRequest, instance: Instance, sfdc_id: str) -> HttpResponse:
    record = _record(instance, sfdc_id)
    chosen = editable.of(instance, record["sfdc_type"])
    form = PersonForm(request.POST or None, editable=chosen, record=record)
    if request.method == "POST" and form.is_valid():
        changed = editing.change(instance, [Wanted(sfdc_id, form.changes)], way="page", by=access.person(request))
        _told(request, changed, is_only_here=record["sfdc_type"] is None)
        return redirect("onboarding:person", instance.key, sfdc_id)
    made = changes_made.of(instance, sfdc_id)
    context = {
        **frame.of(instance),
        "tab": "people",
        "record": record,
        "form": form if chosen else None,
        "rule": editable.rule(instance, record["sfdc_type"]),
        "changes": changes_words.of(instance, made),
    }
    return render(request, "onboarding/person_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access.to_instance("operate")
def new_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    """Never merges: who has the e-mail address already is shown before another one is made."""
    chosen = editable.of(instance, None)
    form = NewPersonForm(request.POST or None, editable=chosen, record={})
    known: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        known = _known(instance, form, chosen)
        if len(known) <= (form.cleaned_data["seen"] or 0):
            key = editing.create(instance, form.values, by=access.person(request))
            messages.success(request, _("The person is here. Salesforce does not know them."))
            return redirect("onboarding:person", instance.key, key)
    context = {**frame.of(instance), "tab": "people", "form": form if chosen else None, "known": known}
    return render(request, "onboarding/person_new.html", context, status=422 if form.errors or known else 200)


def _known(instance: Instance, form: NewPersonForm, chosen: list[editable.Editable]) -> list[dict[str, Any]]:
    column = next((each.column for each in chosen if each.is_email), "")
    return editing.with_email(instance, form.cleaned_data.get(column) or "")


def _record(instance: Instance, sfdc_id: str) -> dict[str, Any]:
    """Raises Http404 for nobody, and for a record that takes no change: deleted, converted, or joined to another."""
    person = people.one(instance, sfdc_id)
    if person is None or person.record["sfdc_id"] != sfdc_id or person.record["is_deleted"]:
        raise Http404
    return person.record


def _told(request: HttpRequest, changed: int, *, is_only_here: bool) -> None:
    if not changed:
        messages.info(request, _("Nothing was changed."))
        return
    said = ngettext("%(n)s value changed.", "%(n)s values changed.", changed) % {"n": changed}
    where = "" if is_only_here else " " + _("What Salesforce takes goes there with the next cycle.")
    messages.success(request, f"{said}{where}")

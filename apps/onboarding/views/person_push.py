"""*Sync person to Salesforce*: a person of marketing alone becomes a lead at once, the way somebody chose."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import access
from apps.marketing import people
from apps.onboarding import causes, frame, owners, problems
from apps.onboarding.forms.person import PushForm
from apps.salesforce.collections import Taken
from apps.sync import pushing, standing
from apps.sync.models import NewLeads
from apps.sync.pushing import Options
from apps.tenants.models import Instance


@require_http_methods(["GET", "POST"])
@access.to_instance("operate")
def push_page(request: HttpRequest, instance: Instance, sfdc_id: str) -> HttpResponse:
    person = people.one(instance, sfdc_id)
    if person is None or person.record["sfdc_type"]:
        return _is_one_already(request, instance, sfdc_id)
    usual: dict[str, Any] = {**(NewLeads.objects.of(instance).values("last_name", "company").first() or {})}
    form = PushForm(request.POST or None, owners=owners.choices(instance), initial=usual)
    wrong: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        taken, wrong = _pushed(request, instance, sfdc_id, form)
        if taken is not None and taken.is_ok:
            messages.success(request, _("The person is a lead in Salesforce now."))
            return redirect("onboarding:person", instance.key, taken.id)
    context = {**frame.of(instance), "tab": "people", "record": person.record, "form": form, "wrong": wrong}
    return render(request, "onboarding/person_push.html", context, status=422 if form.errors or wrong else 200)


def _is_one_already(request: HttpRequest, instance: Instance, sfdc_id: str) -> HttpResponse:
    """Sent twice, or by a page that was open for long: the lead is shown."""
    lead = pushing.became(instance, sfdc_id)
    if lead is None:
        raise Http404
    messages.info(request, _("The person is a lead in Salesforce already."))
    return redirect("onboarding:person", instance.key, lead)


def _pushed(
    request: HttpRequest, instance: Instance, sfdc_id: str, form: PushForm
) -> tuple[Taken | None, dict[str, str]]:
    try:
        taken = pushing.push(instance, sfdc_id, _options(form), by=access.person(request))
    except standing.TROUBLES as error:
        words = problems.words(problems.stored(error))
        return None, {"what": words.what, "fix": words.fix, "seen": words.seen} if words else {}
    if taken is None:
        raise Http404
    return taken, {} if taken.is_ok else _refused(taken)


def _refused(taken: Taken) -> dict[str, str]:
    return {"what": causes.what(taken.code, taken.message, ", ".join(taken.fields)), "seen": taken.message, "fix": ""}


def _options(form: PushForm) -> Options:
    said: dict[str, Any] = form.cleaned_data
    return Options(
        last_name=said["last_name"],
        company=said["company"],
        owner_id=said["owner"] if said["owner"] not in owners.WORDS else "",
        uses_rules=said["owner"] == owners.RULES,
        may_be_double=said["may_be_double"],
    )

"""Direction and winner of each object, as they are and as admins change them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import access
from apps.onboarding import frame
from apps.onboarding.forms.directions import DirectionForm, NewLeadsForm
from apps.sync import directions
from apps.sync.directions import Rule
from apps.sync.models import NewLeads
from apps.tenants.models import Instance


@require_http_methods(["GET", "POST"])
@access.to_instance("view")
def directions_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    may_change = "administer" in request.powers  # type: ignore[attr-defined]
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    said = directions.of(instance)
    data = request.POST or None
    forms = {name: DirectionForm(data, prefix=name, initial=said[name]._asdict()) for name in directions.DEFAULTS}
    usual: dict[str, Any] = {**(NewLeads.objects.of(instance).values("last_name", "company").first() or {})}
    new_leads = NewLeadsForm(data, prefix="new", initial=usual)
    if request.method == "POST" and all(form.is_valid() for form in (*forms.values(), new_leads)):
        _save(request, instance, said, forms, new_leads.cleaned_data)
        messages.success(request, _("Saved. The next cycle follows it."))
        return redirect("onboarding:directions", instance.key)
    context = {
        **frame.of(instance),
        "tab": "settings",
        "may_change": may_change,
        "rows": [{"name": name, "rule": rule, "form": forms.get(name)} for name, rule in said.items()],
        "new_leads": new_leads,
    }
    wrong = any(form.errors for form in (*forms.values(), new_leads))
    return render(request, "onboarding/directions.html", context, status=422 if wrong else 200)


def _save(
    request: HttpRequest,
    instance: Instance,
    said: dict[str, Rule],
    forms: dict[str, DirectionForm],
    new_leads: dict[str, Any],
) -> None:
    by = access.person(request)
    for name, form in forms.items():
        rule = Rule(form.cleaned_data["way"], form.cleaned_data["winner"])
        if rule != said[name]:
            directions.choose(instance, name, rule, by=by)
    NewLeads.objects.of(instance).update_or_create(instance=instance, defaults=new_leads)

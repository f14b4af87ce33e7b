"""The filter of records of one object, beside step 8: what it would leave is counted before it is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import access
from apps.connections import clients
from apps.mapping import filters
from apps.mapping.models import CatalogueObject
from apps.onboarding import frame, may_choose, problems
from apps.onboarding.forms.choose_fields import ShownForm
from apps.onboarding.forms.record_filter import RecordFilterForm
from apps.onboarding.steps.choose_fields import ChooseFields
from apps.salesforce.errors import SalesforceError
from apps.tenants.models import Instance

PAGE = "onboarding/record_filter.html"


@require_http_methods(["GET", "POST"])
@access.to_instance("operate")
def record_filter_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    """*Count* asks Salesforce and keeps nothing; *Keep* counts as well; *Remove* wants all records again."""
    asked = request.POST if request.method == "POST" else request.GET
    name = ShownForm(asked).asked()["object"]
    kept = filters.of(instance, name)
    if request.method == "GET":
        initial = {"field": kept.field, "operator": kept.operator, "value": kept.value} if kept else {}
        return _page(request, instance, name, RecordFilterForm(instance, name, initial=initial))
    if not may_choose.now(request, instance):
        return _back(instance, name)
    if request.POST.get("then") == "remove":
        filters.remove(instance, name, by=access.person(request))
        messages.success(request, _("All records of %(object)s are wanted again.") % {"object": name})
        return _back(instance, name)
    return _asked(request, instance, name, RecordFilterForm(instance, name, request.POST))


def _asked(request: HttpRequest, instance: Instance, name: str, form: RecordFilterForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, instance, name, form, status=422)
    try:
        records = filters.count(clients.open(instance), name, form.condition)
    except SalesforceError as error:
        return _page(request, instance, name, form, status=422, problem=problems.sentence(problems.stored(error)))
    if request.POST.get("then") != "keep":
        return _page(request, instance, name, form, is_counted=True, records=records)
    said, user = form.cleaned_data, access.person(request)
    field = form.askable[said["field"]]
    row = filters.save(instance, field, said["operator"], said["value"], records=records, by=user)
    messages.success(request, _("Kept: %(condition)s") % {"condition": row.soql})
    return _back(instance, name)


def _page(
    request: HttpRequest, instance: Instance, name: str, form: RecordFilterForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **frame.of(instance),
        "tab": "checklist",
        "object_name": name,
        "form": form,
        "kept": filters.of(instance, name),
        "whole": CatalogueObject.objects.of(instance).filter(name=name).first(),
        "chosen": form.askable.get(str(form["field"].value() or "")),
        **more,
    }
    return render(request, PAGE, context, status=status)


def _back(instance: Instance, name: str) -> HttpResponse:
    return redirect(f"{reverse('onboarding:step', args=[instance.key, ChooseFields.slug])}?object={name}")

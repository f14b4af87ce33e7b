"""From signing up to a checklist in two forms: make an agency, make its first instance."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import access, agencies
from apps.accounts.models import User
from apps.checklist import registry
from apps.onboarding import instances
from apps.onboarding.forms.instances import AgencyForm, InstanceForm
from apps.tenants.models import Agency, Instance


@require_http_methods(["GET", "POST"])
@login_required
def new_agency_page(request: HttpRequest) -> HttpResponse:
    user = access.person(request)
    form = AgencyForm(request.POST if request.method == "POST" else None, user=user)
    if not form.is_valid():
        return _answer(request, "onboarding/new_agency.html", {"form": form, "person": user}, wrong=form.is_bound)
    agency = agencies.found(form.cleaned_data["agency_name"], by=user)
    _remember(user, name=form.cleaned_data.get("person_name", ""))
    return redirect("onboarding:new_instance", agency.key)


@require_http_methods(["GET", "POST"])
@access.to_agency("operate")
def new_instance_page(request: HttpRequest, agency: Agency) -> HttpResponse:
    user = access.person(request)
    first = {"time_zone": user.time_zone or timezone.get_current_timezone_name()}
    form = InstanceForm(request.POST if request.method == "POST" else None, agency=agency, initial=first)
    made = _make(form, agency, user) if form.is_valid() else None
    if made is None:
        context = {"form": form, "agency": agency, "is_first": not agency.instances.exists()}
        return _answer(request, "onboarding/new_instance.html", context, wrong=form.is_bound)
    _remember(user, time_zone=form.cleaned_data["time_zone"])
    return redirect("onboarding:checklist", made.key)


def _make(form: InstanceForm, agency: Agency, user: User) -> Instance | None:
    """None when a colleague made one of the same name in this moment."""
    try:
        with transaction.atomic():
            return instances.make(agency, name=form.cleaned_data["name"], kind=form.cleaned_data["kind"], by=user)
    except IntegrityError:
        form.add_error("name", _("There is an instance of this name already. Take another name."))
        return None


def _answer(request: HttpRequest, template: str, context: dict[str, object], *, wrong: bool) -> HttpResponse:
    return render(request, template, {**context, "planks": registry.definitions()}, status=422 if wrong else 200)


def _remember(user: User, **columns: str) -> None:
    told = {name: value for name, value in columns.items() if value}
    if told:
        User.objects.filter(pk=user.pk).update(**told)

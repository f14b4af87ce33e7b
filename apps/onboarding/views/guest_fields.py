"""A guest who is an administrator lets the portal make the fields: a sign-in for it, the preview, the job."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import passes
from apps.accounts.models import GuestLink
from apps.connections import admin_grants, fields_making
from apps.connections.errors import ConnectionRefused
from apps.connections.models import SignIn
from apps.onboarding import admin_fields, sign_ins
from apps.onboarding.steps.add_fields import AddFields
from apps.onboarding.views import guest, guest_sign_ins
from apps.salesforce.errors import SalesforceError

TROUBLES = (SalesforceError, ConnectionRefused)


@require_POST
@passes.to_guest
def begin_sign_in(request: HttpRequest, link: GuestLink) -> HttpResponse:
    guest.demand(link, AddFields.slug)
    if guest_sign_ins.is_too_often(link):
        return guest_sign_ins.later(request, link, AddFields.slug)
    try:
        answer = redirect(admin_grants.begin(link.instance, by=link))
    except ConnectionRefused as error:
        return _refused(request, link, error)
    guest_sign_ins.take_along(answer, link)
    return answer


def came_back(request: HttpRequest, sign_in: SignIn, link: GuestLink) -> HttpResponse:
    """Outside a guest's own addresses, so the language has to be said."""
    with translation.override(link.language):
        try:
            admin_grants.take(sign_in, sign_ins.code_of(request, sign_in))
        except TROUBLES as error:
            return _refused(request, link, error)
    return redirect("onboarding:guest_fields", link.instance.key)


@require_GET
@passes.to_guest
def preview_page(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """The exact list, asked of the org itself."""
    job = admin_fields.job_of(link.instance, link)
    if job is None or not guest.may_look(link):
        return guest.back(link, shown=AddFields.slug)
    which = request.GET.get("which", "")
    try:
        plan = fields_making.plan_of(job, admin_fields.wanted(which))
    except TROUBLES as error:
        return _refused(request, link, error)
    context = {"link": link, "instance": link.instance, "job": job, "plan": plan, "which": which}
    return render(request, "onboarding/guest/fields.html", {**context, "permission_set": admin_fields.SET})


@require_POST
@passes.to_guest
def create_fields(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """Only what the preview counted."""
    job = admin_fields.job_of(link.instance, link)
    if job is None:
        return guest.back(link, shown=AddFields.slug)
    try:
        plan = fields_making.plan_of(job, admin_fields.wanted(request.POST.get("which", "")))
    except TROUBLES as error:
        return _refused(request, link, error)
    if request.POST.get("count") != str(len(plan.missing)):
        return redirect("onboarding:guest_fields", link.instance.key)
    admin_fields.start(job, plan, by=link)
    return guest.back(link, shown=AddFields.slug)


@require_POST
@passes.to_guest
def end_sign_in(request: HttpRequest, link: GuestLink) -> HttpResponse:
    if admin_fields.job_of(link.instance, link):
        admin_grants.forget(link.instance, by=link)
        messages.success(request, _("Nothing was created, and the administrator’s sign-in is ended."))
    return guest.back(link, shown=AddFields.slug)


def _refused(request: HttpRequest, link: GuestLink, error: Exception) -> HttpResponse:
    messages.error(request, admin_fields.told(error))
    return guest.back(link, shown=AddFields.slug)

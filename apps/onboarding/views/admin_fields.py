"""Fields made by the portal: an administrator signs in for it, a preview says exactly what will be made, then a job."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.connections import admin_grants, fields_making
from apps.connections.errors import ConnectionRefused
from apps.connections.models import SignIn
from apps.onboarding import admin_fields, frame, sign_ins
from apps.onboarding.steps.add_fields import AddFields
from apps.salesforce.errors import SalesforceError
from apps.tenants.models import Instance

TROUBLES = (SalesforceError, ConnectionRefused)


@require_POST
@access.to_instance("operate")
def begin_admin_sign_in(request: HttpRequest, instance: Instance) -> HttpResponse:
    try:
        return redirect(admin_grants.begin(instance, by=access.person(request)))
    except ConnectionRefused as error:
        return _refused(request, instance, error)


def came_back(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """From Salesforce, by the address that all sign-ins share."""
    try:
        admin_grants.take(sign_in, sign_ins.code_of(request, sign_in))
    except TROUBLES as error:
        return _refused(request, sign_in.instance, error)
    return redirect("onboarding:preview_fields", sign_in.instance.key)


@require_GET
@never_cache
@access.to_instance("operate")
def preview_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    """The exact list, asked of the org itself."""
    job = admin_fields.job_of(instance, access.person(request))
    if job is None:
        return redirect("onboarding:step", instance.key, AddFields.slug)
    which = request.GET.get("which", "")
    try:
        plan = fields_making.plan_of(job, admin_fields.wanted(which))
    except TROUBLES as error:
        return _refused(request, instance, error)
    context = {**frame.of(instance), "tab": "checklist", "job": job, "plan": plan, "which": which}
    return render(request, "onboarding/preview_fields.html", {**context, "permission_set": admin_fields.SET})


@require_POST
@access.to_instance("operate")
def create_fields(request: HttpRequest, instance: Instance) -> HttpResponse:
    """Only what the preview counted: another number means that the org has changed since."""
    by = access.person(request)
    job = admin_fields.job_of(instance, by)
    if job is None:
        messages.info(request, _("Nothing was created: let an administrator sign in first."))
        return redirect("onboarding:step", instance.key, AddFields.slug)
    try:
        plan = fields_making.plan_of(job, admin_fields.wanted(request.POST.get("which", "")))
    except TROUBLES as error:
        return _refused(request, instance, error)
    if request.POST.get("count") != str(len(plan.missing)):
        messages.warning(request, _("The org has changed meanwhile. Look at the new list before anything is made."))
        return redirect("onboarding:preview_fields", instance.key)
    admin_fields.start(job, plan, by=by)
    return redirect("onboarding:step", instance.key, AddFields.slug)


@require_POST
@access.to_instance("operate")
def end_admin_sign_in(request: HttpRequest, instance: Instance) -> HttpResponse:
    """*Create nothing*: the sign-in is ended at Salesforce too."""
    by = access.person(request)
    if admin_fields.job_of(instance, by):
        admin_grants.forget(instance, by=by)
        messages.success(request, _("Nothing was created, and the administrator’s sign-in is ended."))
    return redirect("onboarding:step", instance.key, AddFields.slug)


def _refused(request: HttpRequest, instance: Instance, error: Exception) -> HttpResponse:
    messages.error(request, admin_fields.told(error))
    return redirect("onboarding:step", instance.key, AddFields.slug)

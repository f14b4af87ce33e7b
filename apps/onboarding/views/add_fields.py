"""Step 2's page: the sixteen fields, and how to make them by hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.accounts import access
from apps.checklist import actions
from apps.checklist.models import Step
from apps.connections.models import CheckResult, Connection, FieldsJob
from apps.onboarding import admin_fields, frame, guides
from apps.onboarding.steps.add_fields import AddFields
from apps.tenants.models import Instance


def add_fields_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    if request.method == "POST":
        left_out = request.POST.get("answer") == "left_out"
        message = AddFields.LEFT_OUT if left_out else AddFields.TOLD
        actions.finish(step, by=access.person(request), message=message, verified=False)
        return redirect("onboarding:step", instance.key, "create-sync-user")
    connection = Connection.objects.of(instance).first()
    context = {
        **frame.step(request, instance, step),
        "connection": connection,
        **guides.add_fields(connection),
        "seen": _seen(instance),
        "may_create": admin_fields.may_begin(connection),
        "results": admin_fields.results(FieldsJob.objects.of(instance).first()),
    }
    return render(request, "onboarding/steps/add-fields.html", context)


def _seen(instance: Instance) -> list[CheckResult]:
    """What step 6 found on Lead and Contact, once it has looked."""
    return list(CheckResult.objects.of(instance).filter(code="marketing-fields").order_by("-subject"))

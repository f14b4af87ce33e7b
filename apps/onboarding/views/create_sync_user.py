"""Step 3's page: a guide for the Salesforce administrator, in the words of the expected edition."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.accounts import access
from apps.checklist import actions
from apps.checklist.models import Step
from apps.connections.models import Connection
from apps.onboarding import frame, guides
from apps.onboarding.steps.create_sync_user import CreateSyncUser
from apps.tenants.models import Instance


def create_sync_user_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    if request.method == "POST":
        actions.finish(step, by=access.person(request), message=CreateSyncUser.TOLD, verified=False)
        return redirect("onboarding:step", instance.key, "connect")
    connection = Connection.objects.of(instance).first()
    context = {
        **frame.step(request, instance, step),
        "connection": connection,
        "is_professional": _shows_professional(request, connection),
        **guides.create_sync_user(connection),
    }
    return render(request, "onboarding/steps/create-sync-user.html", context)


def _shows_professional(request: HttpRequest, connection: Connection | None) -> bool:
    """The expected edition decides; the other guide is one click away."""
    asked = request.GET.get("guide", "")
    if asked in {"professional", "enterprise"}:
        return asked == "professional"
    return bool(connection and connection.is_professional)

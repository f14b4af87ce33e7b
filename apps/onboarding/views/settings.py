"""The settings of an instance: its name, and who has access."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import access, guests
from apps.marketing import database
from apps.onboarding import frame, instances
from apps.onboarding.forms.second_person import WantForm
from apps.onboarding.forms.settings import RenameForm
from apps.tenants.models import Instance


@require_http_methods(["GET", "POST"])
@access.to_instance("view")
def settings_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    may_change = "administer" in request.powers  # type: ignore[attr-defined]
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    form = RenameForm(request.POST if request.method == "POST" else None, instance=instance)
    if form.is_valid() and _renamed(request, instance, form):
        messages.success(request, _("The instance has a new name."))
        return redirect("onboarding:settings", instance.key)
    context = {
        **frame.of(instance),
        "tab": "settings",
        "approval_form": WantForm.of(instance) if may_change else None,
        "form": form if may_change else None,
        "members": list(instance.agency.memberships.select_related("user").order_by("user__name", "user__email")),
        "links": guests.of(instance),
        "schema": database.schema_name(instance),
    }
    return render(request, "onboarding/settings.html", context, status=422 if form.is_bound else 200)


def _renamed(request: HttpRequest, instance: Instance, form: RenameForm) -> bool:
    """False when a colleague gave the same name to another one in this moment."""
    try:
        instances.rename(instance, form.cleaned_data["name"], by=access.person(request))
    except IntegrityError:
        form.add_error("name", _("There is an instance of this name already. Take another name."))
        return False
    return True

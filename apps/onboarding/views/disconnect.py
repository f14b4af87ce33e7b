"""Ends the connection to the org: a page that says what goes and what stays, and the button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import access
from apps.connections.errors import OrgNotChosen
from apps.connections.models import Connection
from apps.onboarding import frame, sign_ins
from apps.tenants.models import Instance


@require_http_methods(["GET", "POST"])
@access.to_instance("administer")
def disconnect_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    if request.method == "POST":
        return _disconnected(request, instance)
    connection = Connection.objects.of(instance).first()
    context = {**frame.of(instance), "tab": "settings", "connection": connection}
    return render(request, "onboarding/disconnect.html", context)


def _disconnected(request: HttpRequest, instance: Instance) -> HttpResponse:
    try:
        is_ended = sign_ins.disconnected(instance, by=access.person(request))
    except OrgNotChosen:
        messages.info(request, _("Nothing changed: there is no connection."))
        return redirect("onboarding:settings", instance.key)
    sign_ins.tell(request, is_ended=is_ended, done=_("Disconnected. Nothing of the access is left here."))
    return redirect("onboarding:checklist", instance.key)

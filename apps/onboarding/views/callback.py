"""The way back from Salesforce: one address for all instances; the state says which, and who left."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from apps.accounts import access, passes
from apps.connections import oauth
from apps.connections.errors import ConnectionRefused, SignInLost
from apps.connections.models import SignIn
from apps.onboarding import sign_ins
from apps.onboarding.steps.connect import Connect
from apps.onboarding.views import admin_fields, guest_connect
from apps.salesforce.errors import SalesforceError
from apps.timeline import history


@require_GET
@never_cache
def callback(request: HttpRequest) -> HttpResponse:
    """The answer is always a redirect, so that code and state leave the address bar."""
    user, guest = request.user, passes.holder(request)
    if guest is None and not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    try:
        sign_in = oauth.take(request.GET.get("state", ""), user=history.person(user), guest=guest)
    except SignInLost:
        messages.error(request, _("This way back from Salesforce was used before or is too old. Sign in once more."))
        return redirect("onboarding:guest", guest.instance.key) if guest else redirect("/")
    if sign_in.guest:
        return guest_connect.came_back(request, sign_in, sign_in.guest)
    access.demand(user, sign_in.instance.agency_id, "operate")
    if sign_in.purpose == SignIn.Purpose.FIELDS:
        return admin_fields.came_back(request, sign_in)
    return _came_back(request, sign_in)


def _came_back(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    user = access.person(request)
    try:
        sign_ins.finish(request, sign_in)
    except (SalesforceError, ConnectionRefused) as error:
        sign_ins.keep_refusal(request, sign_in.instance, error)
        return redirect("onboarding:step", sign_in.instance.key, Connect.slug)
    sign_ins.succeeded(sign_in.instance, Connect.BY_OAUTH, by=user)
    return redirect("onboarding:step", sign_in.instance.key, "verify-credentials")

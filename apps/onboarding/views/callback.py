"""The way back from Salesforce: one address for all instances; the state says which."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from apps.accounts import access
from apps.connections import oauth
from apps.connections.errors import ConnectionRefused, SignInLost
from apps.connections.models import SignIn
from apps.onboarding import sign_ins
from apps.onboarding.steps.connect import Connect
from apps.salesforce.errors import SalesforceError


@require_GET
@never_cache
@login_required
def callback(request: HttpRequest) -> HttpResponse:
    """The answer is always a redirect, so that code and state leave the address bar."""
    user = access.person(request)
    try:
        sign_in = oauth.take(request.GET.get("state", ""), by=user)
    except SignInLost:
        messages.error(request, _("This way back from Salesforce was used before or is too old. Sign in once more."))
        return redirect("/")
    access.demand(user, sign_in.instance.agency_id, "operate")
    try:
        _finish(request, sign_in)
    except (SalesforceError, ConnectionRefused) as error:
        sign_ins.keep_refusal(request, sign_in.instance, error)
        return redirect("onboarding:step", sign_in.instance.key, Connect.slug)
    sign_ins.succeeded(sign_in.instance, Connect.BY_OAUTH, by=user)
    return redirect("onboarding:step", sign_in.instance.key, "verify-credentials")


def _finish(request: HttpRequest, sign_in: SignIn) -> None:
    user = access.person(request)
    code = request.GET.get("code", "")
    if not code:
        error = request.GET.get("error", "access_denied")
        raise oauth.denied(sign_in, error, request.GET.get("error_description", ""), by=user)
    oauth.finish(sign_in, code, by=user)

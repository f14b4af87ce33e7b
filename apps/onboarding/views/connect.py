"""Step 4's page and its four verbs: store the app, go to Salesforce, client credentials, password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from apps.accounts import access
from apps.checklist import steps
from apps.checklist.models import Step
from apps.connections import oauth, orgs, passwords, refusals
from apps.connections.errors import ConnectionRefused
from apps.connections.models import Connection, Method
from apps.onboarding import frame, guides, sign_ins
from apps.onboarding.forms.connect import AppForm, PasswordForm
from apps.onboarding.steps.connect import Connect
from apps.salesforce.errors import SalesforceError
from apps.tenants.models import Instance

KEY_ENDING = 4
YEAR = 365


def connect_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    return _page(request, instance, step)


@require_POST
@never_cache
@sensitive_post_parameters("consumer_secret")
@access.to_instance("operate")
def store_app(request: HttpRequest, instance: Instance) -> HttpResponse:
    form = AppForm(request.POST)
    if not form.is_valid():
        return _page(request, instance, None, status=422, app_form=form)
    oauth.store_app(instance, **form.cleaned_data, by=access.person(request))
    messages.success(request, _("Key and secret are stored, encrypted. Now sign in at Salesforce."))
    return redirect("onboarding:step", instance.key, Connect.slug)


@require_POST
@access.to_instance("operate")
def begin_sign_in(request: HttpRequest, instance: Instance) -> HttpResponse:
    """To Salesforce's own page, in this window: a pop-up would be blocked."""
    connection = Connection.objects.of(instance).first()
    if connection is None or not connection.has_app:
        messages.warning(request, _("First store the consumer key and secret of the app."))
        return redirect("onboarding:step", instance.key, Connect.slug)
    return redirect(oauth.begin(instance, by=access.person(request)))


@require_POST
@access.to_instance("operate")
def use_client_credentials(request: HttpRequest, instance: Instance) -> HttpResponse:
    user = access.person(request)
    try:
        oauth.client_credentials(instance, by=user)
    except (SalesforceError, ConnectionRefused) as error:
        return _page(request, instance, None, status=422, refused=_decoded(error, instance))
    sign_ins.succeeded(instance, Connect.BY_CLIENT_CREDENTIALS, by=user)
    return redirect("onboarding:step", instance.key, "verify-credentials")


@require_POST
@never_cache
@sensitive_post_parameters("password", "security_token")
@access.to_instance("operate")
def sign_in_by_password(request: HttpRequest, instance: Instance) -> HttpResponse:
    """One attempt; what was typed is not sent back to the page, but for the username."""
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, instance, None, status=422, password_form=form)
    user = access.person(request)
    try:
        passwords.sign_in(instance, **form.cleaned_data, by=user)
    except (SalesforceError, ConnectionRefused) as error:
        refused = _decoded(error, instance)
        return _page(request, instance, None, status=422, password_form=form, refused=refused)
    sign_ins.succeeded(instance, Connect.BY_PASSWORD, by=user)
    return redirect("onboarding:step", instance.key, "verify-credentials")


def _page(
    request: HttpRequest,
    instance: Instance,
    step: Step | None,
    *,
    status: int = 200,
    app_form: AppForm | None = None,
    password_form: PasswordForm | None = None,
    refused: refusals.Decoded | None = None,
) -> HttpResponse:
    connection = Connection.objects.of(instance).first()
    by_password = bool(connection and connection.method == Method.PASSWORD)
    context: dict[str, Any] = {
        **frame.step(request, instance, step or steps.get(instance, Connect.slug)),
        **_facts(connection),
        "app_form": app_form or AppForm(),
        "password_form": password_form or PasswordForm(initial=_username(connection)),
        "password_is_open": bool(password_form) or by_password,
        "moves_to_oauth": by_password and not password_form,
        "refused": refused or sign_ins.refusal_to_show(request, instance, connection),
    }
    return render(request, "onboarding/steps/connect.html", context, status=status)


def _facts(connection: Connection | None) -> dict[str, Any]:
    key = (connection.consumer_key or "") if connection else ""
    return {
        "connection": connection,
        "org_label": orgs.name_of(connection) if connection else "",
        **guides.connect(connection),
        "key_ending": key[-KEY_ENDING:],
        "soap_ends": settings.SOAP_LOGIN_ENDS,
        "days_left": passwords.days_left(),
        "days_of_year": YEAR,
    }


def _username(connection: Connection | None) -> dict[str, str]:
    return {"username": connection.username} if connection else {}


def _decoded(error: Exception, instance: Instance) -> refusals.Decoded:
    return refusals.decode(error, Connection.objects.of(instance).first())

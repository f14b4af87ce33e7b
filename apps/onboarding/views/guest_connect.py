"""Step 4 as a guest does it: key and secret of the app, the sign-in as the sync user, or its password."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from apps.accounts import guests, passes
from apps.accounts.models import GuestLink
from apps.checklist import steps
from apps.connections import oauth, passwords, refusals
from apps.connections.errors import ConnectionRefused
from apps.connections.models import Connection, SignIn
from apps.onboarding import guest_tasks, sign_ins
from apps.onboarding.forms.connect import AppForm, PasswordForm
from apps.onboarding.steps.connect import Connect
from apps.onboarding.views import guest, guest_fields, guest_sign_ins
from apps.salesforce.errors import SalesforceError


@require_POST
@sensitive_post_parameters("consumer_secret")
@passes.to_guest
def store_app(request: HttpRequest, link: GuestLink) -> HttpResponse:
    _demand_open(link)
    form = AppForm(request.POST)
    if not form.is_valid():
        return _again(request, link, app_form=form)
    oauth.store_app(link.instance, **form.cleaned_data, by=link)
    return guest.back(link, shown=Connect.slug)


@require_POST
@passes.to_guest
def begin_sign_in(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """To Salesforce's own page. The pass goes along to the address that Salesforce sends people back to."""
    connection = _demand_open(link)
    if not connection.has_app:
        return guest.back(link, shown=Connect.slug)
    if guest_sign_ins.is_too_often(link):
        return guest_sign_ins.later(request, link, Connect.slug)
    guests.keep_refusal(link, [])
    answer = redirect(oauth.begin(link.instance, by=link))
    guest_sign_ins.take_along(answer, link)
    return answer


@require_POST
@sensitive_post_parameters("password", "security_token")
@passes.to_guest
def sign_in_by_password(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """One attempt; what was typed is not sent back to the page, but for the username."""
    _demand_open(link)
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _again(request, link, password_form=form, password_is_open=True)
    if guest_sign_ins.is_too_often(link):
        return guest_sign_ins.later(request, link, Connect.slug)
    try:
        passwords.sign_in(link.instance, **form.cleaned_data, by=link)
    except (SalesforceError, ConnectionRefused) as error:
        refused = refusals.decode(error, Connection.objects.of(link.instance).first())
        return _again(request, link, password_form=form, password_is_open=True, refused=refused)
    return _signed_in(link, Connect.BY_PASSWORD)


def came_back(request: HttpRequest, sign_in: SignIn, link: GuestLink) -> HttpResponse:
    """From Salesforce; the link may have ended meanwhile, then its page says so."""
    if not passes.is_good(link):
        answer = guest.back(link)
    elif sign_in.purpose == SignIn.Purpose.FIELDS:
        answer = guest_fields.came_back(request, sign_in, link)
    else:
        answer = _connected(request, sign_in, link)
    guest_sign_ins.drop(answer)
    return answer


def _connected(request: HttpRequest, sign_in: SignIn, link: GuestLink) -> HttpResponse:
    try:
        sign_ins.finish(request, sign_in)
    except (SalesforceError, ConnectionRefused) as error:
        guests.keep_refusal(link, sign_ins.refusal_of(error))
    else:
        sign_ins.succeeded(link.instance, Connect.BY_OAUTH, by=link)
    return guest.back(link, shown=Connect.slug)


def _signed_in(link: GuestLink, message: object) -> HttpResponse:
    guests.keep_refusal(link, [])
    sign_ins.succeeded(link.instance, message, by=link)
    return guest.back(link)


def _demand_open(link: GuestLink) -> Connection:
    """Raises Http404 where the step is not this guest's, or there is a connection that works."""
    guest.demand(link, Connect.slug)
    connection = Connection.objects.of(link.instance).first()
    if connection is None or not guest_tasks.may_connect(steps.get(link.instance, Connect.slug), connection):
        raise Http404
    return connection


def _again(request: HttpRequest, link: GuestLink, **more: object) -> HttpResponse:
    return guest.page(request, link, shown=Connect.slug, status=HTTPStatus.UNPROCESSABLE_ENTITY, **more)

"""Step 5's page: the identity card, and the two answers to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts import access
from apps.checklist import actions, steps
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.connections import credentials, orgs
from apps.connections.errors import KindMismatch, NameMismatch, NotConnected, OrgNotChosen
from apps.connections.models import Connection
from apps.connections.orgs import Pairing
from apps.onboarding import frame, sign_ins
from apps.onboarding.forms.verify_credentials import ConfirmForm
from apps.onboarding.steps.check_sync_user import CheckSyncUser
from apps.onboarding.steps.verify_credentials import VerifyCredentials, said_of
from apps.tenants.models import Instance
from apps.tenants.scope import Scope


def verify_credentials_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    return _page(request, instance, step, ConfirmForm())


@require_POST
@access.to_instance("operate")
def confirm_org(request: HttpRequest, instance: Instance) -> HttpResponse:
    step = steps.get(instance, VerifyCredentials.slug)
    form = ConfirmForm(request.POST)
    user = access.person(request)
    if step.state != State.WAITING:
        messages.info(request, _("Nothing changed: the step was no longer in that state."))
        return redirect("onboarding:step", instance.key, step.slug)
    try:
        form.is_valid()
        connection = credentials.confirm(instance, by=user, typed_name=form.cleaned_data.get("org_name", ""))
    except NameMismatch:
        form.add_error("org_name", _("The name on the card is another one."))
        return _page(request, instance, step, form, status=422)
    except (KindMismatch, NotConnected):
        messages.error(request, _("This org cannot be paired with this instance. Nothing was confirmed."))
        return _page(request, instance, step, form, status=422)
    actions.finish(step, by=user, message=VerifyCredentials.CONFIRMED, data=said_of(connection))
    _check_again(instance, by=user)
    return redirect("onboarding:step", instance.key, CheckSyncUser.slug)


@require_POST
@access.to_instance("operate")
def sign_out(request: HttpRequest, instance: Instance) -> HttpResponse:
    """*No, sign out and start again*."""
    try:
        is_ended = sign_ins.taken_back(instance, by=access.person(request))
    except OrgNotChosen:
        messages.info(request, _("Nothing changed: the step was no longer in that state."))
        return redirect("onboarding:checklist", instance.key)
    sign_ins.tell(request, is_ended=is_ended, done=_("Signed out. The tokens are gone from here."))
    return redirect("onboarding:step", instance.key, "connect")


def _page(
    request: HttpRequest, instance: Instance, step: Step, form: ConfirmForm, *, status: int = 200
) -> HttpResponse:
    connection = Connection.objects.of(instance).select_related("instance", "confirmed_by").first()
    context = {**frame.step(request, instance, step), "form": form, **_card(connection, _known_to(request))}
    return render(request, "onboarding/steps/verify-credentials.html", context, status=status)


def _known_to(request: HttpRequest) -> Scope:
    """The agencies of which the viewer is a member."""
    return Scope.of(access.person(request).memberships.values_list("agency_id", flat=True))


def _card(connection: Connection | None, scope: Scope) -> dict[str, Any]:
    """Empty until somebody has answered."""
    if connection is None or not connection.identity:
        return {"connection": connection}
    pairing = orgs.pairing(connection)
    return {
        "connection": connection,
        "identity": connection.identity,
        "address": "" if connection.is_practice else connection.instance_url.partition("//")[2],
        "calls_left": _calls_left(connection),
        "elsewhere": credentials.elsewhere(connection, scope),
        "is_expected_edition": _is_expected(connection),
        "needs_name": pairing is Pairing.NEEDS_NAME,
        "is_refused": pairing is Pairing.REFUSED,
    }


def _calls_left(connection: Connection) -> int | None:
    if connection.api_max is None or connection.api_used is None:
        return None
    return max(0, connection.api_max - connection.api_used)


def _is_expected(connection: Connection) -> bool:
    return connection.edition.lower().startswith(connection.expected_edition)


def _check_again(instance: Instance, *, by: Any) -> None:
    """Checks that failed before, or passed for another user, have new credentials to look at."""
    check = steps.get(instance, CheckSyncUser.slug)
    if check.state in {State.FAILED, State.DONE}:
        actions.start(check, by=by)

"""What a sign-in, or taking it back, means for the steps; for the connect page and the way back from Salesforce."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from apps.checklist import actions, steps
from apps.checklist.moves import move
from apps.connections import grants, oauth, refusals
from apps.connections.models import Connection, SignIn
from apps.onboarding.steps.connect import Connect
from apps.onboarding.steps.initial_sync import InitialSync
from apps.onboarding.steps.verify_credentials import VerifyCredentials
from apps.sync import switches
from apps.tenants.models import Instance


def succeeded(instance: Instance, message: Any, *, by: Any) -> None:
    """Step 4 is done; step 5 asks Salesforce at once, also where it had failed or waited before."""
    actions.finish(steps.get(instance, Connect.slug), by=by, message=message)
    actions.start(steps.get(instance, VerifyCredentials.slug), by=by)


def taken_back(instance: Instance, *, by: Any) -> bool:
    """Tokens gone. False where Salesforce could not be told."""
    is_ended = grants.sign_out(instance, by=by)
    _open_again(instance, by=by)
    return is_ended


def disconnected(instance: Instance, *, by: Any) -> bool:
    """The sync stops first, so that nothing runs into the closed door. False where Salesforce could not be told."""
    switches.disable(instance, by=by)
    actions.pause(steps.get(instance, InitialSync.slug), by=by)
    is_ended = grants.disconnect(instance, by=by)
    _open_again(instance, by=by)
    return is_ended


def tell(request: HttpRequest, *, is_ended: bool, done: str) -> None:
    if is_ended:
        messages.success(request, done)
        return
    undone = _("Salesforce could not be told. End the access there: Setup › Connected Apps OAuth Usage.")
    messages.warning(request, f"{done} {undone}")


def _open_again(instance: Instance, *, by: Any) -> None:
    """Step 4 open again, step 5 closed until somebody has signed in."""
    actions.reopen(steps.get(instance, Connect.slug), by=by)
    verify = steps.get(instance, VerifyCredentials.slug)
    actions.reopen(verify, by=by)
    move(verify, "lock")


def finish(request: HttpRequest, sign_in: SignIn) -> None:
    """The code that Salesforce sent back becomes a grant. Raises what it sent instead."""
    oauth.finish(sign_in, code_of(request, sign_in), by=sign_in.actor)


def code_of(request: HttpRequest, sign_in: SignIn) -> str:
    code = request.GET.get("code", "")
    if not code:
        error = request.GET.get("error", "access_denied")
        raise oauth.denied(sign_in, error, request.GET.get("error_description", ""), by=sign_in.actor)
    return code


def refusal_of(error: Exception) -> list[str]:
    """Salesforce's code and words, which are no secret."""
    code, _colon, message = refusals.decode(error, None).said.partition(": ")
    return [code, message]


def keep_refusal(request: HttpRequest, instance: Instance, error: Exception) -> None:
    """For the page after a redirect."""
    request.session[f"refused:{instance.pk}"] = refusal_of(error)


def refusal_to_show(request: HttpRequest, instance: Instance, connection: Connection | None) -> refusals.Decoded | None:
    """The last sign-in's, once; else the one that ended the access."""
    kept = request.session.pop(f"refused:{instance.pk}", None)
    if kept:
        return refusals.decode_words(kept[0], kept[1], connection)
    if connection and connection.refused_at:
        return refusals.decode_words(connection.refused_code, connection.refused_message, connection)
    return None

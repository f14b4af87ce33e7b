"""Signing in with username, password and security token: one attempt for each time somebody types them."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from apps.connections import events, grants
from apps.connections.models import Method
from apps.connections.refusals import reason
from apps.salesforce import soap
from apps.salesforce.errors import PasswordExpired, SalesforceError
from apps.tenants.models import Instance
from apps.timeline import history

REMEMBERED_S = 24 * 60 * 60


def sign_in(instance: Instance, *, username: str, password: str, security_token: str, by: Any) -> None:
    """Raises what Salesforce answered; nothing of a refused attempt is kept but its code."""
    connection = grants.connection_of(instance)
    try:
        login = _once(connection.login_url, username, password, security_token)
    except SalesforceError as error:
        history.record(
            instance, events.SIGN_IN_REFUSED, actor=by, code=error.code, reason=reason(error.code, error.message)
        )
        raise
    columns = {
        "username": username,
        "password": password,
        "security_token": security_token,
        "access_token": login.access_token,
        "instance_url": login.instance_url,
        "sync_user_id": login.user_id,
        "identity": {"said_org_id": login.org_id, "said_org_name": login.org_name},
    }
    grants.store(instance, Method.PASSWORD, columns, by=by)


def is_new_attempt(mark: str) -> bool:
    """True once for each form that was drawn."""
    return cache.add(f"password-attempt:{mark}", 1, timeout=REMEMBERED_S)


def days_left() -> int:
    """Until Salesforce ends SOAP login(); 0 from that day on."""
    ends: datetime.date = settings.SOAP_LOGIN_ENDS
    return max(0, (ends - timezone.localdate()).days)


def _once(login_url: str, username: str, password: str, security_token: str) -> soap.Login:
    practice_url = settings.PRACTICE_ORG_URL or None
    login = soap.login(login_url, username, password, security_token, practice_url=practice_url)
    if login.is_password_expired:
        raise PasswordExpired("PASSWORD_EXPIRED", "The password has expired")
    return login

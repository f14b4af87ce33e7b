"""Step 1: which org this instance is to be connected to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.checklist.definition import Definition, msgid
from apps.connections.models import Connection, Edition, Environment


class ChooseOrg(Definition):
    slug = "choose-org"
    title = _("Choose the org")
    about = _("Say which Salesforce org this instance belongs to. Nothing is sent there yet.")
    part = 1
    takes = _("1 minute")

    CHOSEN = {
        Environment.PRODUCTION: _("A production org, %(edition)s"),
        Environment.SANDBOX: _("A sandbox, %(edition)s"),
        Environment.MY_DOMAIN: _("%(host)s, %(edition)s"),
        Environment.PRACTICE: _("The practice org, %(edition)s"),
    }


def said_of(connection: Connection) -> dict[str, Any]:
    """What fills the sentence."""
    edition = msgid(Edition(connection.expected_edition).label)
    return {"host": connection.my_domain, "edition": {"_": edition, "data": {}}}

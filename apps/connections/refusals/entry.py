"""How a refused sign-in is described."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

ADMIN = _("A Salesforce administrator of this org")
YOU = _("You")
WAIT = _("Salesforce needs up to ten minutes to apply a change of an app. Then sign in again.")


@dataclass(frozen=True)
class Refused:
    """English sources. ``stage``: reached, app, user, approved or stored. ``page`` is a name of `setup_links`."""

    what: str
    cause: str
    fix: str
    stage: str
    who: str = ADMIN
    page: str = ""
    after: str = ""

"""How a refused sign-in is described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_noop as _

# whose turn it is: the reader's, the Salesforce administrator's, that of whoever runs Gangway, or time's
Turn = Literal["you", "admin", "us", "time"]
WHO: dict[Turn, str] = {
    "you": _("You"),
    "admin": _("A Salesforce administrator of this org"),
    "us": _("Whoever runs this Gangway"),
    "time": _("Nobody: wait, then try again"),
}
WAIT = _("Salesforce needs up to ten minutes to apply a change of an app. Then sign in again.")


@dataclass(frozen=True)
class Refused:
    """English sources. ``stage``: reached, app, user, approved or stored. ``page`` is a name of `setup_links`."""

    what: str
    cause: str
    fix: str
    stage: str
    turn: Turn = "admin"
    page: str = ""
    after: str = ""

    @property
    def who(self) -> str:
        return WHO[self.turn]

"""What can go wrong between an instance and its org on our side of the wire; all of it the customer's turn.

ConnectionRefused
|- NotConnected        nobody has signed in yet, or the credentials were taken away
|- OrgNotChosen        step 1 was not done
|- KindMismatch        a sandbox instance with a production org, or the reverse
|- OrgChanged          another org answers than the one that was confirmed
|- NameMismatch        the org's name was not typed as it is
|- SignInLost          the way back from Salesforce was used twice, too late, or by somebody else
|- ConsentDenied       the person at Salesforce pressed Deny, or Salesforce sent an error back
|- ChecksFailed        the sync user lacks something that the sync needs
|- AdminElsewhere      an administrator of another org signed in to create the fields
|- NoAdministrator     who signed in to create the fields may not create any
|- AdminGone           the administrator's sign-in is over before the fields are there
`- FieldsRefused       some fields could not be made, or are of another type
"""

from __future__ import annotations

from typing import Any


class ConnectionRefused(Exception):
    """``data`` may be shown to a customer."""

    def __init__(self, **data: Any) -> None:
        super().__init__(type(self).__name__, data)
        self.data = data


class NotConnected(ConnectionRefused):
    pass


class OrgNotChosen(ConnectionRefused):
    pass


class KindMismatch(ConnectionRefused):
    """``data``: kind of the instance, is_sandbox of the org."""


class OrgChanged(ConnectionRefused):
    """``data``: expected and found, each an org's name."""


class NameMismatch(ConnectionRefused):
    pass


class SignInLost(ConnectionRefused):
    pass


class ConsentDenied(ConnectionRefused):
    """``data``: code and message as Salesforce sent them back."""


class ChecksFailed(ConnectionRefused):
    """``data``: count."""


class AdminElsewhere(ConnectionRefused):
    """``data``: expected and found, each an org's name."""


class NoAdministrator(ConnectionRefused):
    """``data``: user, the name of who signed in."""


class AdminGone(ConnectionRefused):
    pass


class FieldsRefused(ConnectionRefused):
    """``data``: count and names of the fields, seen: the org's words for the first."""

"""What a Salesforce org may answer instead of data, sorted by whose turn it is.

SalesforceError
|- Refusal                 the customer's turn: trying again changes nothing
|  |- SignInRefused        a login or a token request was turned down
|  |  `- GrantEnded        the consent was revoked, rotated away or replaced: sign in again
|  |- SessionExpired       the session is over and nobody could renew it
|  |- PasswordExpired      signed in, but nothing works until the password is changed
|  |- ApiDisabled          the edition has no API, or the user may not use it
|  |- RightMissing         the sync user may not see or do this
|  |- QueryRefused         a field, an object or the syntax of a query is not accepted
|  |- ObjectNotSupported   Bulk cannot read this object, or not in this way
|  |- RecordRefused        one record's values are not accepted
|  |- NotFound             no such record, job or resource (any more)
|  |- VersionRetired       the org no longer speaks this API version
|  `- HostRefused          an address that is not Salesforce's
`- Outage                  time's turn: the same call may work later
   |- Unreachable          no connection; nothing was sent
   |- TimedOut             no answer in time
   |- ServerBusy           the server says so, or answers with something that is not its language
   |- LimitReached         the org's API calls are used up for now
   |- BrokenStream         an answer stopped in the middle
   |- FreshSessionRefused  a session that was given out a moment ago is refused
   |- RowLocked            somebody else holds the record
   |- CursorGone           a long query's place was forgotten: ask again from the start
   `- NotReady             a Bulk job that has no results yet
"""

from __future__ import annotations

from datetime import datetime


class SalesforceError(Exception):
    """Carries Salesforce's own code and words; never a URL, a body or a secret."""

    def __init__(self, code: str, message: str = "", status: int = 0) -> None:
        super().__init__(code, message, status)
        self.code = code
        self.message = message
        self.status = status

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" if self.message else self.code

    @property
    def data(self) -> dict[str, str]:
        """What a customer may see of it."""
        return {"seen": str(self), "code": self.code}


class Refusal(SalesforceError):
    """The customer's turn."""


class SignInRefused(Refusal):
    """`code` is an OAuth error or a SOAP exception code."""


class GrantEnded(SignInRefused):
    """The refresh token no longer works."""


class SessionExpired(Refusal):
    pass


class PasswordExpired(Refusal):
    pass


class ApiDisabled(Refusal):
    """API_DISABLED_FOR_ORG is the edition, API_CURRENTLY_DISABLED the user."""


class RightMissing(Refusal):
    pass


class QueryRefused(Refusal):
    pass


class ObjectNotSupported(Refusal):
    pass


class RecordRefused(Refusal):
    pass


class NotFound(Refusal):
    pass


class VersionRetired(Refusal):
    pass


class HostRefused(Refusal):
    pass


class Outage(SalesforceError):
    """Time's turn. `retry_in` is in seconds, where the server named it."""

    def __init__(self, code: str, message: str = "", status: int = 0, *, retry_in: float | None = None) -> None:
        super().__init__(code, message, status)
        self.retry_in = retry_in


class Unreachable(Outage):
    pass


class TimedOut(Outage):
    pass


class ServerBusy(Outage):
    pass


class LimitReached(Outage):
    """`until` is when calls are expected again, where anybody knows; the daily figure is a rolling one."""

    def __init__(self, code: str, message: str = "", status: int = 0, *, until: datetime | None = None) -> None:
        super().__init__(code, message, status)
        self.until = until


class BrokenStream(Outage):
    pass


class FreshSessionRefused(Outage):
    pass


class RowLocked(Outage):
    pass


class CursorGone(Outage):
    pass


class NotReady(Outage):
    pass

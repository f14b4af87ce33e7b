"""What can go wrong while records move; Salesforce's own refusals and outages have words of their own.

SyncError
|- Overtaken       somebody else went on with this object: our page is rolled back, theirs counts
|- PageUnreadable  a page is not the CSV that was asked for; it is asked for again
|  `- ColumnsChanged  its columns are those of a mapping that has changed since; a new job is made
|- JobFailed       Salesforce gave up a Bulk job; a new one is made
|- StillWorking    another worker's session holds the instance and could not be ended yet
|- PushUnderWay    a person is on the way to Salesforce already
|- NothingVisible  the sync user can see none of the objects
`- BudgetSpent     the calls that people allowed are made; goes on later
   |- CapReached      this instance's own, for today
   `- ReserveReached  what the org has left stays for its others
"""

from __future__ import annotations

import datetime
from typing import Any


class SyncError(Exception):
    """``data`` may be shown to a customer."""

    def __init__(self, **data: Any) -> None:
        super().__init__(type(self).__name__, data)
        self.data = data


class Overtaken(SyncError):
    """``data``: object."""


class PageUnreadable(SyncError):
    """``data``: object, and seen, what PostgreSQL says of the page's form (never a value)."""


class ColumnsChanged(PageUnreadable):
    """The mapping changed after the job was asked for; ``data`` as above."""


class JobFailed(SyncError):
    """``data``: object, and seen, Salesforce's own words."""


class StillWorking(SyncError):
    pass


class NothingVisible(SyncError):
    pass


class PushUnderWay(SyncError):
    pass


class BudgetSpent(SyncError):
    """``data``: until, in ISO form."""

    @property
    def until(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.data["until"])


class CapReached(BudgetSpent):
    """``data``: besides, spent and cap, in calls."""


class ReserveReached(BudgetSpent):
    """``data``: besides, left and max, in calls of the whole org."""

"""What can go wrong while records move; Salesforce's own refusals and outages have words of their own.

SyncError
|- Overtaken       somebody else went on with this object: our page is rolled back, theirs counts
|- PageUnreadable  a page is not the CSV that was asked for; it is asked for again
|- JobFailed       Salesforce gave up a Bulk job; a new one is made
|- StillWorking    another worker's session holds the instance and could not be ended yet
`- NothingVisible  the sync user can see none of the objects
"""

from __future__ import annotations

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


class JobFailed(SyncError):
    """``data``: object, and seen, Salesforce's own words."""


class StillWorking(SyncError):
    pass


class NothingVisible(SyncError):
    pass

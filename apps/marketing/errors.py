"""What the marketing database may refuse.

MarketingError
|- FieldExists       a column of that name is there, and no receipt says that it is this one
|- TooManyColumns    PostgreSQL holds 1,600 columns a table
|- CreatedDiffers    the database has other columns than were accepted; nothing was kept (a fault of ours)
`- UnknownPlacement  the instance lives where PLACEMENTS names no database (a fault of ours)
"""

from __future__ import annotations

from typing import Any


class MarketingError(Exception):
    """``data`` may be shown to a customer."""

    def __init__(self, message: str, **data: Any) -> None:
        super().__init__(message)
        self.data = data


class FieldExists(MarketingError):
    pass


class TooManyColumns(MarketingError):
    pass


class CreatedDiffers(MarketingError):
    pass


class UnknownPlacement(MarketingError):
    pass

"""Who asks a query, and when: their records are "mine", and their midnight begins TODAY."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from apps.practice_org.soql import dates


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True, slots=True)
class Asker:
    user_id: str = ""
    zone: str = "UTC"
    now: datetime.datetime = field(default_factory=_now)
    version: float = 66.0

    def span(self, word: str, *, is_instant: bool) -> dates.Span | None:
        """What a date word means on the asker's clock, as days or as instants in UTC."""
        try:
            found = dates.span(word, self.now.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None))
            return (self._utc(found[0]), self._utc(found[1])) if found and is_instant else found
        except OverflowError:
            return None

    def _utc(self, local: datetime.datetime) -> datetime.datetime:
        return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(datetime.UTC).replace(tzinfo=None)

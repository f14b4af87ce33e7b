"""Who asks a query, and when: their records are "mine", and their midnight begins TODAY."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True, slots=True)
class Asker:
    user_id: str = ""
    zone: str = "UTC"
    now: datetime.datetime = field(default_factory=_now)

    @property
    def local_now(self) -> datetime.datetime:
        """What the asker's clock shows."""
        return self.now.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    def to_utc(self, local: datetime.datetime) -> datetime.datetime:
        return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(datetime.UTC).replace(tzinfo=None)

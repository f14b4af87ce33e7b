"""A simple model of the rules of the sync: what stands in Salesforce, and what must be here after a cycle."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    name: str
    is_deleted: bool = False
    master: str | None = None  # into whom this record was merged
    contact: str | None = None  # that this lead became


@dataclass
class Expected:
    """Two sides by record Id; ``purged`` are the records that left the bin as well."""

    there: dict[str, Person] = field(default_factory=dict)
    here: dict[str, Person] = field(default_factory=dict)
    purged: set[str] = field(default_factory=set)

    def alive(self, prefix: str) -> list[str]:
        """Whom people can still work with; converted leads are closed."""
        return [each for each, person in self.there.items() if each.startswith(prefix) and self._is_open(each, person)]

    def in_bin(self) -> list[str]:
        return [each for each, person in self.there.items() if person.is_deleted and each not in self.purged]

    def change(self, record_id: str, **values: object) -> None:
        self.there[record_id] = dataclasses.replace(self.there[record_id], **values)

    def cycle(self) -> None:
        """What was deleted before it was ever seen stays out; what left the bin is marked, and keeps its values."""
        for record_id, person in self.there.items():
            known = self.here.get(record_id)
            if record_id in self.purged:
                if known:
                    self.here[record_id] = dataclasses.replace(known, is_deleted=True)
            elif known or not person.is_deleted:
                self.here[record_id] = person

    def _is_open(self, record_id: str, person: Person) -> bool:
        return not (person.is_deleted or person.contact or record_id in self.purged)

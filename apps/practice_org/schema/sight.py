"""What sharing leaves of an object to one user: which records they find, which of those they change or delete."""

from __future__ import annotations

from dataclasses import dataclass

ALIAS = "{t}"


@dataclass(frozen=True, slots=True)
class Sight:
    """Each part is an SQL condition on the object's table under the alias `{t}`; empty means every record."""

    found: str = ""
    changed: str = ""
    deleted: str = ""

    def finds(self, alias: str) -> str:
        return self.found.replace(ALIAS, alias)

    def changes(self, alias: str) -> str:
        return self.changed.replace(ALIAS, alias)

    def deletes(self, alias: str) -> str:
        return self.deleted.replace(ALIAS, alias)


EVERYTHING = Sight()

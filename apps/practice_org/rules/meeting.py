"""Asks the database whether a record meets a condition that an administrator wrote."""

from __future__ import annotations

from dataclasses import dataclass, field

from apps.practice_org.schema.view import View
from apps.practice_org.soql import compiling
from apps.practice_org.storage import Connection

PLACE = "000000000000000AAA"  # stands in the compiled statement where the record's id goes


@dataclass(frozen=True, slots=True)
class Meeting:
    """Compiles each condition once, however many records are asked about."""

    view: View
    cursor: Connection
    compiled: dict[tuple[str, str], str] = field(default_factory=dict)

    def meets(self, object_name: str, record_id: str, condition: str) -> bool:
        key = (object_name, condition)
        if key not in self.compiled:
            statement = f"SELECT Id FROM {object_name} WHERE Id = '{PLACE}'" + (
                f" AND ({condition})" if condition else ""
            )
            self.compiled[key] = compiling.compile_query(statement, self.view, deleted=True).sql
        statement = self.compiled[key].replace(PLACE, record_id)
        return self.cursor.execute(statement).fetchone() is not None

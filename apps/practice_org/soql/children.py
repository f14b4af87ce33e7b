"""Parent-to-child subqueries: which object a relationship name stands for, and the children of many parents at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.practice_org import quoting
from apps.practice_org.refusals import RELATIONSHIP_HINT
from apps.practice_org.schema.children import name_of
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.soql import tree
from apps.practice_org.soql.carets import located

if TYPE_CHECKING:
    from apps.practice_org.soql.compiling import Query

MOST = 20  # subqueries of one query
DEEPEST = 4  # levels below the first
ALL = 2**31


@dataclass(frozen=True, slots=True)
class Children:
    """`link` is the field of the child that names its parent; `query` is its own SELECT."""

    name: str
    link: Field
    query: Query

    def sql(self, most: int) -> str:
        """For the parents in the parameter: parent's id, number among its siblings, how many they are, the columns.

        At most `most` children of each parent.
        """
        names = ", ".join(f"c{index}" for index in range(len(self.query.outputs)))
        return f"SELECT parent, n, total, {names} FROM ({self._numbered(names, self.query.outputs)}) WHERE n <= {most}"

    @property
    def ids_sql(self) -> str:
        """The ids of all children of the parents in the parameter."""
        return f"SELECT id FROM ({self._numbered('id', [self.query.root_id])})"

    def _numbered(self, names: str, outputs: Sequence[str]) -> str:
        query, first = self.query, self.query.offset or 0
        link = f"{query.root}.{quoting.name(self.link.name)}"
        siblings = f"row_number() OVER (PARTITION BY {link}{query.order}), count(*) OVER (PARTITION BY {link})"
        among = f"{query.source} {'AND' if query.where else 'WHERE'} {link} IN (SELECT unnest(?::VARCHAR[]))"
        rows = f"SELECT {link}, {siblings}, {', '.join(outputs)} {among}"
        last = ALL if query.limit_number is None else query.limit_number
        return (
            f"SELECT parent, n - {first} AS n, least(total - {first}, {last}) AS total, {names} "
            f"FROM ({rows}) AS found(parent, n, total, {names}) "
            f"WHERE n - {first} BETWEEN 1 AND {last} ORDER BY parent, n"
        )


def find(view: View, parent: SObject, name: tree.Name, statement: str) -> tuple[str, SObject, Field]:
    """`Contacts`, or `Account.Contacts` in longer words."""
    wanted = name.parts[-1].lower()
    for child in view.all():
        for link in child.fields:
            known = name_of(parent.name, child.name, link.name) if parent.name in link.to else None
            if known and known.name.lower() == wanted:
                return known.name, child, link
    words = f"Didn't understand relationship '{name.parts[-1]}' in FROM part of query call. {RELATIONSHIP_HINT}"
    raise located("INVALID_TYPE", statement, name.at, words)

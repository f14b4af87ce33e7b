"""A query that was understood: one SQL statement, how its columns become records, and the queries of its children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apps.practice_org import quoting
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.soql.scope import Column
from apps.practice_org.soql.shape import Node

ALL = 2**31


@dataclass(frozen=True, slots=True)
class Query:
    """`columns` are the fields asked for; `outputs` is what the SQL gives, and `shape` how that becomes records."""

    sobject: SObject
    columns: tuple[Column, ...]
    names: tuple[str, ...]
    outputs: tuple[str, ...]
    shape: Node
    children: tuple[Children, ...]
    tables: str
    where: str
    root: str
    group: str
    order: str
    limit_number: int | None
    offset: int | None
    is_count: bool
    is_aggregate: bool
    has_all_fields: bool
    has_kinds: bool

    @property
    def source(self) -> str:
        return f"FROM {self.tables}{self.where}"

    @property
    def is_filtered(self) -> bool:
        return bool(self.where)

    @property
    def limit(self) -> str:
        limit = f" LIMIT {self.limit_number}" if self.limit_number is not None else ""
        return limit + (f" OFFSET {self.offset}" if self.offset else "")

    @property
    def sql(self) -> str:
        return f"SELECT {', '.join(self.outputs)} {self.source}{self.group}{self.order}{self.limit}"

    @property
    def root_id(self) -> str:
        return f'{self.root}."Id"'

    @property
    def ids_sql(self) -> str:
        return f"SELECT {self.root_id} {self.source}{self.order}{self.limit}"

    @property
    def by_id_sql(self) -> str:
        """The same columns of the records in the parameter, whatever became of them since.

        The least and the greatest id follow it, because they spare the storage most of its blocks.
        """
        among = f"{self.root_id} IN (SELECT unnest(?::VARCHAR[])) AND {self.root_id} BETWEEN ? AND ?"
        return f"SELECT {', '.join(self.outputs)} FROM {self.tables} WHERE {among}"

    @property
    def count_sql(self) -> str:
        """How many rows there are, with the limit that the query has."""
        if self.limit or self.group:
            return f"SELECT count(*) FROM (SELECT 1 {self.source}{self.group}{self.limit})"
        return f"SELECT count(*) {self.source}"


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

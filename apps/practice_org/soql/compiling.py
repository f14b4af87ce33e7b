"""Makes one SQL statement of a query, and remembers how its columns become records."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from apps.practice_org import quoting
from apps.practice_org.refusals import OBJECT_HINT, Refusal
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.soql import functions, parsing, tree
from apps.practice_org.soql.conditions import Conditions
from apps.practice_org.soql.scope import Column, Parent, Scope

FURTHEST_OFFSET = 2_000
ARCHIVABLE = frozenset({"Task", "Event"})


@dataclass(frozen=True, slots=True)
class Query:
    """`columns` are the SELECT list; `parents` are joined parents whose id and kind follow those columns."""

    sobject: SObject
    columns: tuple[Column, ...]
    names: tuple[str, ...]
    parents: tuple[Parent, ...]
    selected: str
    source: str
    root: str
    is_filtered: bool
    group: str
    order: str
    limit: str
    is_count: bool
    is_aggregate: bool

    @property
    def sql_width(self) -> int:
        """Columns of the SQL: those asked for, two for each parent, and the record's own id."""
        own = 0 if self.is_aggregate else 1
        return len(self.columns) + 2 * len(self.parents) + own

    @property
    def sql(self) -> str:
        return f"SELECT {self.selected} {self.source}{self.group}{self.order}{self.limit}"

    @property
    def count_sql(self) -> str:
        if self.limit or self.group:
            return f"SELECT count(*) FROM ({self.sql})"
        return f"SELECT count(*) {self.source}"


def compile_query(statement: str, view: View, *, deleted: bool = False, now: datetime.datetime | None = None) -> Query:
    select = parsing.parse(statement)
    moment = now or datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    return Compiler(statement, view, deleted=deleted, now=moment).query(select)


class Compiler:
    def __init__(self, statement: str, view: View, *, deleted: bool, now: datetime.datetime) -> None:
        self.statement = statement
        self.view = view
        self.deleted = deleted
        self.now = now
        self._roots = 0

    def query(self, select: tree.Select) -> Query:
        scope = self._scope(select)
        items = tuple(item for item in select.items if isinstance(item, tree.Item))
        if len(items) < len(select.items):
            raise Refusal("MALFORMED_QUERY", "Parent-to-child subqueries are not part of this org.")
        is_count = len(items) == 1 and items[0].name is None
        is_aggregate = not is_count and (
            bool(select.group) or any(functions.is_aggregate(item.function) for item in items)
        )
        columns = () if is_count else tuple(self._item(scope, item) for item in items)
        grouped = [self._grouped(scope, operand) for operand in select.group]
        if is_aggregate:
            self._check_grouping(items, columns, grouped)
        where = self._where(scope, select)
        having = f" HAVING {self._conditions(scope).sql(select.having)}" if select.having else ""
        order = self._order(scope, select)
        paths = sorted({column.path[:end] for column in columns for end in range(1, len(column.path))})
        parents = () if is_aggregate else tuple(scope.parent(path) for path in paths)
        return Query(
            sobject=scope.sobject,
            columns=columns,
            names=self._names(items, columns),
            parents=parents,
            selected=_selected(columns, parents, "" if is_aggregate else f'{scope.root}."Id"')
            if columns
            else "count(*)",
            source=f"FROM {quoting.name(scope.sobject.name)} AS {scope.root} {' '.join(scope.joins)}{where}",
            root=scope.root,
            is_filtered=bool(where),
            group=(f" GROUP BY {', '.join(column.sql for column in grouped)}" if grouped else "") + having,
            order=order,
            limit=_limit(select),
            is_count=is_count,
            is_aggregate=is_aggregate,
        )

    def inner(self, select: tree.Select) -> str:
        """The one-column query of a semi-join."""
        query = self.query(select)
        if len(query.columns) != 1:
            raise Refusal("MALFORMED_QUERY", "Only one column is allowed in the inner query of a semi-join")
        return f"SELECT {query.columns[0].sql} {query.source}{query.order}{query.limit}"

    def _scope(self, select: tree.Select) -> Scope:
        sobject = self.view.find(select.object.text)
        if sobject is None:
            words = f"sObject type '{select.object.text}' is not supported. {OBJECT_HINT}"
            raise parsing.located("INVALID_TYPE", self.statement, select.object.at, words)
        self._roots += 1
        return Scope(self.statement, self.view, sobject, select.alias, f"t{self._roots}")

    def _conditions(self, scope: Scope) -> Conditions:
        return Conditions(scope, self.now, self.inner)

    def _item(self, scope: Scope, item: tree.Item) -> Column:
        if item.name is None:
            raise Refusal("MALFORMED_QUERY", "COUNT() must be the only element in the SELECT list.")
        column = scope.column(item.name)
        return functions.apply(scope, item.function, column) if item.function else column

    def _grouped(self, scope: Scope, operand: tree.Operand) -> Column:
        column = scope.column(operand.name)
        if operand.function:
            return functions.apply(scope, operand.function, column)
        functions.require_groupable(scope, operand.name, column)
        return column

    def _check_grouping(self, items: tuple[tree.Item, ...], columns: tuple[Column, ...], grouped: list[Column]) -> None:
        known = {column.sql for column in grouped}
        for item, column in zip(items, columns, strict=True):
            if not functions.is_aggregate(item.function) and column.sql not in known and item.name:
                words = f"Field must be grouped or aggregated: {item.name.text}"
                raise parsing.located("MALFORMED_QUERY", self.statement, item.name.at, words)

    def _names(self, items: tuple[tree.Item, ...], columns: tuple[Column, ...]) -> tuple[str, ...]:
        names, unnamed = [], 0
        for item, column in zip(items, columns, strict=False):
            if item.alias or not item.function:
                names.append(item.alias or ".".join(column.path))
            else:
                names.append(f"expr{unnamed}")
                unnamed += 1
        return tuple(names)

    def _where(self, scope: Scope, select: tree.Select) -> str:
        parts = [self._conditions(scope).sql(select.where)] if select.where else []
        if not self.deleted:
            hidden = ["IsDeleted"] if scope.sobject.has("IsDeleted") else []
            hidden += ["IsArchived"] if scope.sobject.name in ARCHIVABLE else []
            parts += [f"NOT {scope.root}.{quoting.name(name)}" for name in hidden]
        if scope.sobject.sight.found:
            parts.append(scope.sobject.sight.finds(scope.root))
        return f" WHERE {' AND '.join(parts)}" if parts else ""

    def _order(self, scope: Scope, select: tree.Select) -> str:
        return f" ORDER BY {', '.join(self._ordering(scope, one) for one in select.order)}" if select.order else ""

    def _ordering(self, scope: Scope, ordering: tree.Ordering) -> str:
        column = scope.column(ordering.operand.name)
        if ordering.operand.function:
            column = functions.apply(scope, ordering.operand.function, column)
        else:
            functions.require_sortable(scope, ordering.operand.name, column)
        nulls = ordering.nulls or ("LAST" if ordering.is_descending else "FIRST")
        return f"{_sort_key(column.field, column.sql)} {'DESC' if ordering.is_descending else 'ASC'} NULLS {nulls}"


def _sort_key(field: Field, sql: str) -> str:
    is_plain = field.column_type != "VARCHAR" or field.type in {"id", "reference"}
    return sql if is_plain else f"lower({sql})"


def _selected(columns: tuple[Column, ...], parents: tuple[Parent, ...], own_id: str) -> str:
    """What was asked for, then ids and kinds of the parents, then the record's own id."""
    extra = [f'{parent.alias}."Id"' for parent in parents]
    kinds = [f'{parent.alias}."Type"' if parent.is_several else f"'{parent.sobject.name}'" for parent in parents]
    return ", ".join(filter(None, [*(column.sql for column in columns), *extra, *kinds, own_id]))


def _limit(select: tree.Select) -> str:
    if select.offset is not None and select.offset > FURTHEST_OFFSET:
        raise Refusal("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000")
    limit = f" LIMIT {select.limit}" if select.limit is not None else ""
    return limit + (f" OFFSET {select.offset}" if select.offset else "")

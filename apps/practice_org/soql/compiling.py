"""Makes one SQL statement of a query, and remembers how its columns become records."""

from __future__ import annotations

from dataclasses import replace

from apps.practice_org import quoting
from apps.practice_org.refusals import OBJECT_HINT, Refusal
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.soql import children, functions, grouping, parsing, scopes, semi_joins, tree
from apps.practice_org.soql.asker import Asker
from apps.practice_org.soql.carets import located
from apps.practice_org.soql.compiled import Children, Query
from apps.practice_org.soql.conditions import Conditions
from apps.practice_org.soql.scope import Column, Scope
from apps.practice_org.soql.selecting import Selecting
from apps.practice_org.soql.semi_joins import Side

FURTHEST_OFFSET = 2_000
LARGEST_NUMBER = 2**31 - 1
MODES = frozenset({"SECURITY_ENFORCED", "USER_MODE", "SYSTEM_MODE"})
ARCHIVABLE = frozenset({"Task", "Event"})


def compile_query(statement: str, view: View, *, deleted: bool = False, asker: Asker | None = None) -> Query:
    select = parsing.parse(statement)
    try:
        return Compiler(statement, view, deleted=deleted or select.all_rows, asker=asker or Asker()).query(select)
    except RecursionError:
        raise parsing.too_complicated() from None


class Compiler:
    def __init__(self, statement: str, view: View, *, deleted: bool, asker: Asker) -> None:
        self.statement = statement
        self.view = view
        self.deleted = deleted
        self.asker = asker
        self._roots = 0

    def query(self, select: tree.Select) -> Query:
        """A query that stands alone."""
        return self._query(select, self._sobject(select.object), depth=0)

    def _query(self, select: tree.Select, sobject: SObject, *, depth: int) -> Query:
        self._check(select, is_root=depth == 0)
        scope = self._scope(select, sobject)
        is_count = _is_count(select)
        is_aggregate = not is_count and grouping.is_aggregate(select)
        selecting = Selecting(scope, self.asker, is_aggregate=is_aggregate)
        below = [] if is_count else self._select(selecting, select, sobject, depth)
        grouped = grouping.columns(scope, select, selecting.selection.columns, self.asker) if is_aggregate else []
        group = self._group(scope, select, grouped)
        where = self._where(scope, select)
        order = self._order(scope, select, grouped if is_aggregate else None)
        if not is_aggregate:
            selecting.shaping.finish()
        return Query(
            sobject=sobject,
            columns=tuple(selecting.selection.columns),
            names=tuple(selecting.selection.keys),
            outputs=("count(*)",) if is_count else tuple(selecting.shaping.outputs),
            shape=selecting.shaping.root,
            children=tuple(below),
            tables=f"{quoting.name(sobject.name)} AS {scope.root} {' '.join(scope.joins)}",
            where=where,
            root=scope.root,
            group=group,
            order=order,
            limit_number=_limit(select),
            offset=_offset(select),
            is_count=is_count,
            is_aggregate=is_aggregate,
            has_all_fields=selecting.selection.has_all_fields,
            has_kinds=selecting.selection.has_kinds,
        )

    def _check(self, select: tree.Select, *, is_root: bool) -> None:
        """What can be said without knowing any field."""
        if select.mode and select.mode.text.upper() not in MODES:
            raise self._malformed(select.mode, f"unexpected token: '{select.mode.text}'")
        if not is_root and (_is_count(select) or grouping.is_aggregate(select)):
            raise self._malformed(select.object, "only root queries support aggregate expressions")
        semi_joins.check_places(self.statement, select.where)

    def _select(self, selecting: Selecting, select: tree.Select, sobject: SObject, depth: int) -> list[Children]:
        below: list[Children] = []
        for item in select.items:
            match item:
                case tree.Item():
                    selecting.item(item, select.limit)
                case tree.TypeOf() if not selecting.is_aggregate:
                    selecting.kinds(item)
                case tree.Select() if not selecting.is_aggregate:
                    child = self._children(item, sobject, depth + 1)
                    selecting.child(child.name, len(below))
                    below.append(child)
                case tree.TypeOf(link=name) | tree.Select(object=name):
                    raise self._malformed(name, f"Field must be grouped or aggregated: {name.text}")
        if len(below) > len({child.name for child in below}):
            raise Refusal("MALFORMED_QUERY", "Cannot follow the same association more than once")
        return below

    def _children(self, select: tree.Select, parent: SObject, depth: int) -> Children:
        most = children.DEEPEST if self.asker.version >= children.DEEP_SINCE else 1
        if depth > most:
            far = f"more than {most} level{'s' if most > 1 else ''} away from the root entity object."
            words = f"SOQL statements cannot query aggregate relationships {far}"
            raise self._malformed(select.object, words)
        name, sobject, link = children.find(self.view, parent, select.object, self.statement)
        return Children(name, link, self._query(select, sobject, depth=depth))

    def _inner(self, operand: tree.Operand, outer: Column, outer_object: SObject, select: tree.Select) -> str:
        """The one-column query of a semi-join."""
        query = self.query(select)
        if len(query.columns) != 1 or query.is_aggregate:
            raise self._malformed(select.object, "Only one column is allowed in the inner query of a semi-join")
        inner = Side(query.columns[0], query.sobject)
        semi_joins.check(self.statement, operand.name or select.object, Side(outer, outer_object), inner)
        return f"SELECT {query.columns[0].sql} {query.source}{query.order}{query.limit}"

    def _sobject(self, name: tree.Name) -> SObject:
        sobject = self.view.find(name.text)
        if sobject is None:
            words = f"sObject type '{name.text}' is not supported. {OBJECT_HINT}"
            raise located("INVALID_TYPE", self.statement, name.at, words)
        return sobject

    def _scope(self, select: tree.Select, sobject: SObject) -> Scope:
        self._roots += 1
        own = {sobject.name.lower(), select.object.text.lower(), (select.alias or select.object).text.lower()}
        scope = Scope(self.statement, self.view, sobject, f"t{self._roots}", frozenset(own))
        for path, alias in select.aliases:
            scope.call_also(path, alias)
        return scope

    def _conditions(self, scope: Scope) -> Conditions:
        return Conditions(
            scope, self.asker, lambda operand, outer, inner: self._inner(operand, outer, scope.sobject, inner)
        )

    def _where(self, scope: Scope, select: tree.Select) -> str:
        parts = [self._conditions(scope).sql(select.where)] if select.where else []
        if not self.deleted:
            hidden = ["IsDeleted"] if scope.sobject.has("IsDeleted") else []
            hidden += ["IsArchived"] if scope.sobject.name in ARCHIVABLE else []
            parts += [f"NOT {scope.root}.{quoting.name(name)}" for name in hidden]
        parts += filter(
            None, [scope.sobject.sight.finds(scope.root), scopes.condition(scope, select.scope, self.asker)]
        )
        return f" WHERE {' AND '.join(parts)}" if parts else ""

    def _group(self, scope: Scope, select: tree.Select, grouped: list[Column]) -> str:
        if select.group is None:
            return ""
        listed = ", ".join(column.sql for column in grouped)
        by = f"{select.group.rolled} ({listed})" if select.group.rolled else listed
        conditions = replace(self._conditions(scope), grouped=grouped)
        having = f" HAVING {conditions.sql(select.group.having)}" if select.group.having else ""
        return f" GROUP BY {by}{having}"

    def _order(self, scope: Scope, select: tree.Select, grouped: list[Column] | None) -> str:
        listed = ", ".join(self._ordering(scope, one, grouped) for one in select.order)
        return f" ORDER BY {listed}" if listed else ""

    def _ordering(self, scope: Scope, ordering: tree.Ordering, grouped: list[Column] | None) -> str:
        operand = ordering.operand
        column = functions.apply(scope, operand, self.asker)
        if operand.name and not operand.functions:
            functions.require_sortable(scope, operand.name, column)
        if grouped is not None:
            grouping.require_known(scope, operand, column, grouped, "Ordered field")
        elif functions.is_aggregate(operand):
            raise self._malformed(operand.functions[0], f"unexpected token: '{operand.functions[0].text}'")
        nulls = ordering.nulls or ("LAST" if ordering.is_descending else "FIRST")
        return f"{_sort_key(column.field, column.sql)} {'DESC' if ordering.is_descending else 'ASC'} NULLS {nulls}"

    def _malformed(self, name: tree.Name, words: str) -> Refusal:
        return located("MALFORMED_QUERY", self.statement, name.at, words)


def _is_count(select: tree.Select) -> bool:
    """COUNT() alone; beside anything else it is refused as a function without a field."""
    match select.items:
        case (tree.Item(operand=tree.Operand(name=None, functions=(function,))),):
            return function.text.upper() == "COUNT"
    return False


def _sort_key(field: Field, sql: str) -> str:
    is_plain = field.column_type != "VARCHAR" or field.type in {"id", "reference"}
    return sql if is_plain else f"lower({sql})"


def _limit(select: tree.Select) -> int | None:
    if select.limit is not None and select.limit > LARGEST_NUMBER:
        raise Refusal("NUMBER_OUTSIDE_VALID_RANGE", f"numeric value out of range: {select.limit}")
    return select.limit


def _offset(select: tree.Select) -> int | None:
    if select.offset is not None and select.offset > FURTHEST_OFFSET:
        raise Refusal("NUMBER_OUTSIDE_VALID_RANGE", f"Maximum SOQL offset allowed is {FURTHEST_OFFSET}")
    return select.offset

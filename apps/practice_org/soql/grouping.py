"""GROUP BY: what may be grouped, and what may stand beside it."""

from __future__ import annotations

from apps.practice_org.soql import functions, tree
from apps.practice_org.soql.asker import Asker
from apps.practice_org.soql.carets import located
from apps.practice_org.soql.scope import Column, Scope
from apps.practice_org.soql.selecting import items


def is_aggregate(select: tree.Select) -> bool:
    return select.group is not None or any(functions.is_aggregate(item.operand) for item in items(select))


def columns(scope: Scope, select: tree.Select, selected: list[Column], asker: Asker) -> list[Column]:
    """The columns that are grouped by; every selected one must be among them or be an aggregate."""
    grouped = [_grouped(scope, operand, asker) for operand in (select.group.operands if select.group else ())]
    known = {column.sql for column in grouped}
    for item, column in zip(items(select), selected, strict=True):
        if not _is_free(item.operand) and column.sql not in known and item.operand.name:
            words = f"Field must be grouped or aggregated: {item.operand.name.text}"
            raise located("MALFORMED_QUERY", scope.statement, item.operand.name.at, words)
    return grouped


def require_known(scope: Scope, operand: tree.Operand, column: Column, grouped: list[Column], what: str) -> None:
    """In HAVING and ORDER BY."""
    if not _is_free(operand) and operand.name and column.sql not in {one.sql for one in grouped}:
        words = f"{what} must be grouped or aggregated: {operand.name.text}"
        raise located("MALFORMED_QUERY", scope.statement, operand.name.at, words)


def _grouped(scope: Scope, operand: tree.Operand, asker: Asker) -> Column:
    column = functions.apply(scope, operand, asker)
    if _is_free(operand):
        function = operand.functions[0]
        raise located("MALFORMED_QUERY", scope.statement, function.at, f"unexpected token: '{function.text}'")
    if operand.name and not operand.functions:
        functions.require_groupable(scope, operand.name, column)
    return column


def _is_free(operand: tree.Operand) -> bool:
    return functions.is_aggregate(operand) or any(one.text.upper() == "GROUPING" for one in operand.functions)

"""Errors that show where in the statement they are: a piece of it, a caret below, row and column."""

from __future__ import annotations

from apps.practice_org.refusals import Refusal

# Both were measured on replies of real orgs: the piece starts and ends with a whole word.
BEFORE, AFTER = 30, 31
BREAKS = frozenset(" \t\r\n,")


def located(code: str, statement: str, at: int, words: str) -> Refusal:
    start, end = _start(statement, at), _end(statement, at)
    row = statement.count("\n", 0, at) + 1
    column = at - statement.rfind("\n", 0, at)
    piece = statement[start:end].replace("\n", " ")
    return Refusal(code, f"\n{piece}\n{' ' * (at - start)}^\nERROR at Row:{row}:Column:{column}\n{words}")


def _start(statement: str, at: int) -> int:
    start = max(0, at - BEFORE)
    while start > 0 and statement[start - 1] not in BREAKS:
        start -= 1
    return start


def _end(statement: str, at: int) -> int:
    end = at + AFTER
    while end < len(statement) and statement[end] not in BREAKS:
        end += 1
    return end

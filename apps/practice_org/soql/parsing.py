"""Turns the text of a query into its parts, or refuses it as MALFORMED_QUERY with a caret under the trouble."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Never

from lark import Lark, UnexpectedInput
from lark.exceptions import UnexpectedToken, VisitError

from apps.practice_org.refusals import Refusal
from apps.practice_org.soql import tree
from apps.practice_org.soql.building import Builder, Unbound
from apps.practice_org.soql.carets import located

LONGEST = 100_000
KEPT = 500  # parsed statements; a client asks the same question again and again

GRAMMAR = Lark(
    (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8"),
    parser="lalr",
    start=["select", "find"],
    maybe_placeholders=True,
    propagate_positions=False,
)


@lru_cache(maxsize=KEPT)
def parse(statement: str) -> tree.Select:
    if len(statement) > LONGEST:
        raise Refusal("MALFORMED_QUERY", f"SOQL statements can not be longer than {LONGEST} characters.")
    select: tree.Select = _built(statement, "select", "MALFORMED_QUERY")
    return select


def parse_search(statement: str) -> tree.Find:
    find: tree.Find = _built(statement, "find", "MALFORMED_SEARCH")
    return find


def _built(statement: str, start: str, code: str) -> Any:
    try:
        return Builder().transform(GRAMMAR.parse(statement, start=start))
    except UnexpectedInput as trouble:
        _refuse(statement, trouble, code)
    except RecursionError:
        raise too_complicated() from None
    except VisitError as trouble:
        if isinstance(trouble.orig_exc, Unbound):
            words = "Bind variables only allowed in Apex code"
            raise located(code, statement, trouble.orig_exc.at, words) from None
        raise


def too_complicated() -> Refusal:
    words = (
        "Query is either selecting too many fields or the filter conditions are too complicated. "
        "Reduce the number of fields selected, or simplify the filter conditions."
    )
    return Refusal("QUERY_TOO_COMPLICATED", words)


def _refuse(statement: str, trouble: UnexpectedInput, code: str) -> Never:
    at = -1 if trouble.pos_in_stream is None else trouble.pos_in_stream
    token = statement[at : at + 1] if at >= 0 else ""
    if isinstance(trouble, UnexpectedToken):
        token = "" if trouble.token.type == "$END" else str(trouble.token)
    if not token:
        raise Refusal(code, "unexpected token: '<EOF>'") from None
    raise located(code, statement, at, f"unexpected token: '{token}'") from None

"""Searches by words (SOSL): records in which every word stands, whatever the field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from apps.practice_org import quoting
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import TEXT_TYPES, Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.soql import parsing, tree
from apps.practice_org.soql.asker import Asker
from apps.practice_org.soql.compiled import Query
from apps.practice_org.soql.compiling import Compiler
from apps.practice_org.soql.reading import column_sql

MOST_FOUND = 2_000
SHORTEST = 2
PLACES = ("ALL", "NAME", "EMAIL", "PHONE", "SIDEBAR")
WORD = re.compile(r'"[^"]*"|[^\s"]+')
IGNORED = {"AND"}


@dataclass(frozen=True, slots=True)
class Search:
    queries: tuple[Query, ...]
    limit: int


def compile_search(statement: str, view: View, asker: Asker) -> Search:
    """One query for each object asked for; without RETURNING, the ids of all that can be searched."""
    find = parsing.parse_search(statement)
    if find.place not in PLACES:
        raise Refusal("MALFORMED_SEARCH", f"unexpected token: '{find.place}'")
    patterns = list(_patterns(find.sought))
    everything = [tree.Select((tree.Item(tree.Operand(tree.Name("Id"))),), tree.Name(name)) for name in _names(view)]
    compiler = Compiler(statement, view, deleted=False, asker=asker)
    queries = [_narrowed(compiler.query(select), find.place, patterns) for select in find.returned or everything]
    return Search(tuple(queries), min(find.limit or MOST_FOUND, MOST_FOUND))


def _names(view: View) -> list[str]:
    return [sobject.name for sobject in view.all() if "searchable" in sobject.facts.marks]


def _patterns(sought: str) -> Iterator[str]:
    """A regular expression for each word; `*` ends a word early, `?` stands for one letter."""
    bare = re.sub(r"\\(.)", r"\1", sought).strip()
    if len(bare.replace("*", "").replace('"', "")) < SHORTEST:
        raise Refusal("MALFORMED_SEARCH", f"search term must be longer than one character: {bare}")
    for found in WORD.findall(bare):
        if found not in IGNORED:
            word = re.escape(found.strip('"').lower()).replace(r"\*", r"\w*").replace(r"\?", r"\w")
            yield rf"(^|\W){word}($|\W)"


def _narrowed(query: Query, place: str, patterns: list[str]) -> Query:
    if "searchable" not in query.sobject.facts.marks:
        raise Refusal("INVALID_TYPE", f"sObject type '{query.sobject.name}' is not supported for search")
    text = f"lower(concat_ws(' | ', {', '.join(_columns(query, place)) or chr(39) * 2}))"
    condition = " AND ".join(f"regexp_matches({text}, {quoting.text(pattern)})" for pattern in patterns)
    return replace(query, where=f"{query.where} {'AND' if query.where else ' WHERE'} ({condition or 'true'})")


def _columns(query: Query, place: str) -> list[str]:
    sobject: SObject = query.sobject
    return [column_sql(sobject, field, query.root) for field in sobject.fields if _is_searched(field, place)]


def _is_searched(field: Field, place: str) -> bool:
    if place == "NAME":
        return field.has("nameField")
    if place in {"EMAIL", "PHONE"}:
        return field.type == place.lower()
    return field.type in TEXT_TYPES

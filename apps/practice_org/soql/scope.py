"""Finds what a name in a query means: a column of the object, or of a parent that must be joined."""

from __future__ import annotations

from dataclasses import dataclass

from apps.practice_org import quoting
from apps.practice_org.refusals import FIELD_HINT, RELATIONSHIP_HINT, Refusal
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.soql import anybody, tree
from apps.practice_org.soql.carets import located
from apps.practice_org.soql.reading import column_sql

DEEPEST = 5  # relationships in one path
MOST_JOINS = 55


@dataclass(frozen=True, slots=True)
class Parent:
    """A joined parent: where it stands in the record, its table alias, and its object (Name when it can be several)."""

    path: tuple[str, ...]
    alias: str
    sobject: SObject
    is_several: bool

    @property
    def kind(self) -> str:
        """SQL of the object that a parent of several kinds is."""
        return f'{self.alias}."Type"' if self.is_several else quoting.text(self.sobject.name)


@dataclass(frozen=True, slots=True)
class Column:
    """A resolved name: SQL that reads it, the field it is, and its path with the server's case."""

    sql: str
    field: Field
    path: tuple[str, ...]


class Scope:
    """One object of a query under the table alias `root`, and the parents that its fields have needed so far."""

    def __init__(self, statement: str, view: View, sobject: SObject, root: str, names: frozenset[str]) -> None:
        self.statement = statement
        self.view = view
        self.sobject = sobject
        self.root = root
        self.joins: list[str] = []
        self._names = names
        self._aliases: dict[str, list[str]] = {}
        self._parents: dict[tuple[str, ...], Parent] = {}

    def call_also(self, path: tree.Name, alias: tree.Name) -> None:
        """A further entry of FROM: `Contact.Account a`."""
        self._aliases[alias.text.lower()] = self._steps(path)

    def column(self, name: tree.Name) -> Column:
        *steps, last = self._steps(name)
        parent = self._walk(name, steps)
        sobject = parent.sobject if parent else self.sobject
        field = sobject.find(last)
        if field is None:
            words = f"No such column '{last}' on entity '{sobject.name}'. {FIELD_HINT}"
            raise located("INVALID_FIELD", self.statement, name.at, words)
        path = (*(parent.path if parent else ()), field.name)
        return Column(column_sql(sobject, field, parent.alias if parent else self.root), field, path)

    def parent(self, path: tuple[str, ...]) -> Parent:
        return self._parents[path]

    def link(self, name: tree.Name) -> Parent:
        """The parent at the end of a path."""
        found = self._walk(name, self._steps(name))
        if found is None:
            raise located("MALFORMED_QUERY", self.statement, name.at, f"unexpected token: '{name.text}'")
        return found

    def narrowed(self, parent: Parent, sobject: SObject) -> Scope:
        """The records of one object among the kinds that a parent can be."""
        alias = f"{parent.alias}_kind{len(self.joins)}"
        self.joins.append(f'LEFT JOIN {quoting.name(sobject.name)} AS {alias} ON {alias}."Id" = {parent.alias}."Id"')
        scope = Scope(self.statement, self.view, sobject, alias, frozenset())
        scope.joins = self.joins
        return scope

    def _steps(self, name: tree.Name) -> list[str]:
        """The parts of a path without the name of the object itself, and with aliases spelled out."""
        first, *rest = name.parts
        if first.lower() in self._aliases:
            return self._aliases[first.lower()] + rest
        return rest if rest and first.lower() in self._names else [first, *rest]

    def _walk(self, name: tree.Name, steps: list[str]) -> Parent | None:
        parent: Parent | None = None
        if len(steps) > DEEPEST:
            words = "SOQL statements cannot query parent relationships more than 5 levels deep"
            raise Refusal("MALFORMED_QUERY", words)
        for step in steps:
            parent = self._step(name, parent, step)
        return parent

    def _step(self, name: tree.Name, parent: Parent | None, step: str) -> Parent:
        sobject = parent.sobject if parent else self.sobject
        link = sobject.relationship(step)
        known = [found for found in map(self.view.find, link.to) if found] if link else []
        if link is None or not known:
            words = f"Didn't understand relationship '{step}' in field path. {RELATIONSHIP_HINT}"
            raise located("INVALID_FIELD", self.statement, name.at, words)
        path = (*(parent.path if parent else ()), link.relationship)
        if path not in self._parents:
            self._parents[path] = self._join(path, parent.alias if parent else self.root, link, known)
        return self._parents[path]

    def _join(self, path: tuple[str, ...], from_alias: str, link: Field, known: list[SObject]) -> Parent:
        if len(self._parents) >= MOST_JOINS:
            words = f"SOQL statements cannot query more than {MOST_JOINS} parent relationships"
            raise Refusal("QUERY_TOO_COMPLICATED", words)
        alias = f"{self.root}_{len(self._parents) + 1}"
        is_several = len(link.to) > 1
        sobject = anybody.sobject(self.view) if is_several else known[0]
        table = anybody.table(sobject, known) if is_several else quoting.name(sobject.name)
        key = f"{from_alias}.{quoting.name(link.name)}"
        self.joins.append(f'LEFT JOIN {table} AS {alias} ON {alias}."Id" = {key}')
        return Parent(path, alias, sobject, is_several)

"""Finds what a name in a query means: a column of the object, or of a parent that must be joined."""

from __future__ import annotations

from dataclasses import dataclass

from apps.practice_org import quoting
from apps.practice_org.refusals import FIELD_HINT, RELATIONSHIP_HINT, Refusal
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject, all_facts, build
from apps.practice_org.schema.view import NAME_FIELDS, View
from apps.practice_org.soql import parsing, tree

DEEPEST = 5  # relationships in one path
# How each kind of parent fills the fields of the object Name.
NAME_OF = {"User": "'User'", "Group": "'Queue'"}


@dataclass(frozen=True, slots=True)
class Parent:
    """A joined parent: where it stands in the record, its table alias, and its object (Name when it can be several)."""

    path: tuple[str, ...]
    alias: str
    sobject: SObject
    is_several: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A resolved name: SQL that reads it, the field it is, and its path with the server's case."""

    sql: str
    field: Field
    path: tuple[str, ...]


class Scope:
    def __init__(self, statement: str, view: View, sobject: SObject, alias: str | None, root: str) -> None:
        self.statement = statement
        self.view = view
        self.sobject = sobject
        self.root = root
        self._alias = (alias or "").lower()
        self._parents: dict[tuple[str, ...], Parent] = {}
        self.joins: list[str] = []

    def column(self, name: tree.Name) -> Column:
        parts = name.parts
        if len(parts) > 1 and parts[0].lower() in {self._alias, self.sobject.name.lower()}:
            parts = parts[1:]
        parent = self._walk(name, parts[:-1])
        sobject = parent.sobject if parent else self.sobject
        field = sobject.find(parts[-1])
        if field is None:
            raise self.no_column(name, parts[-1], sobject.name)
        path = (*(parent.path if parent else ()), field.name)
        return Column(column_sql(sobject, field, parent.alias if parent else self.root), field, path)

    def parent(self, path: tuple[str, ...]) -> Parent:
        return self._parents[path]

    def no_column(self, name: tree.Name, column: str, entity: str) -> Refusal:
        words = f"No such column '{column}' on entity '{entity}'. {FIELD_HINT}"
        return parsing.located("INVALID_FIELD", self.statement, name.at, words)

    def _walk(self, name: tree.Name, steps: list[str]) -> Parent | None:
        parent: Parent | None = None
        if len(steps) > DEEPEST:
            raise Refusal(
                "MALFORMED_QUERY", "SOQL statements cannot query parent relationships more than 5 levels deep"
            )
        for step in steps:
            parent = self._step(name, parent, step)
        return parent

    def _step(self, name: tree.Name, parent: Parent | None, step: str) -> Parent:
        sobject = parent.sobject if parent else self.sobject
        link = sobject.relationship(step)
        if link is None or not link.to:
            words = f"Didn't understand relationship '{step}' in field path. {RELATIONSHIP_HINT}"
            raise parsing.located("INVALID_FIELD", self.statement, name.at, words)
        path = (*(parent.path if parent else ()), link.relationship)
        if path not in self._parents:
            self._parents[path] = self._join(path, parent.alias if parent else self.root, link)
        return self._parents[path]

    def _join(self, path: tuple[str, ...], from_alias: str, link: Field) -> Parent:
        alias = f"{self.root}_{len(self._parents) + 1}"
        known = [found for found in map(self.view.find, link.to) if found is not None]
        is_several = len(link.to) > 1
        sobject = name_object(self.view) if is_several else known[0]
        table = several(known) if is_several else quoting.name(sobject.name)
        key = f"{from_alias}.{quoting.name(link.name)}"
        self.joins.append(f'LEFT JOIN {table} AS {alias} ON {alias}."Id" = {key}')
        return Parent(path, alias, sobject, is_several)


def column_sql(sobject: SObject, field: Field, alias: str) -> str:
    """A stored column, a formula over columns, or an address made of its parts."""
    if field.type == "address":
        return _address(sobject, field, alias)
    if field.is_calculated:
        return f"({formula(sobject, field, alias)})"
    return f"{alias}.{quoting.name(field.name)}"


def formula(sobject: SObject, field: Field, alias: str) -> str:
    sql = field.sql
    for other in sobject.fields:
        sql = sql.replace(quoting.name(other.name), f"{alias}.{quoting.name(other.name)}")
    return sql


def _address(sobject: SObject, field: Field, alias: str) -> str:
    parts = sorted((part for part in sobject.fields if part.part_of == field.name), key=lambda part: part.name)
    if not parts:
        return "NULL"
    prefix = field.name.removesuffix("Address")
    names = [part.name.removeprefix(prefix) for part in parts]
    packed = ", ".join(
        f"{name[0].lower()}{name[1:]} := {alias}.{quoting.name(part.name)}"
        for name, part in zip(names, parts, strict=True)
    )
    filled = ", ".join(f"{alias}.{quoting.name(part.name)}" for part in parts if part.column_type == "VARCHAR")
    return f"CASE WHEN coalesce({filled}) IS NOT NULL THEN struct_pack({packed}) END"


def name_object(view: View) -> SObject:
    """The object that stands for any person, company or queue."""
    user = view.find("User")
    fields = tuple(field for field in (user.fields if user else ()) if field.name in NAME_FIELDS)
    kind = Field(name="Type", label="Type", type="string", size=80, marks=frozenset({"filterable", "sortable"}))
    return build(all_facts()["User"], (*fields, kind))


def several(objects: list[SObject]) -> str:
    """One table of all objects that the link may point to."""
    return "(" + " UNION ALL ".join(_as_name(sobject) for sobject in objects) + ")"


def _as_name(sobject: SObject) -> str:
    columns = []
    for wanted in NAME_FIELDS:
        kind = "BOOLEAN" if wanted == "IsActive" else "VARCHAR"
        if wanted == "Type":
            columns.append(f"{NAME_OF.get(sobject.name, quoting.text(sobject.name))} AS {quoting.name(wanted)}")
        elif sobject.has(wanted):
            columns.append(quoting.name(wanted))
        else:
            columns.append(f"NULL::{kind} AS {quoting.name(wanted)}")
    return f"SELECT {', '.join(columns)} FROM {quoting.name(sobject.name)}"

"""The object Name: what a query may ask of a parent that can be a user, a queue, a lead or an account."""

from __future__ import annotations

from dataclasses import replace

from apps.practice_org import quoting
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject, all_facts, build
from apps.practice_org.schema.view import View

FIELDS = (
    "Id",
    "Alias",
    "Email",
    "FirstName",
    "IsActive",
    "LastName",
    "Name",
    "Phone",
    "ProfileId",
    "Title",
    "Type",
    "UserRoleId",
    "Username",
)
TYPE = Field(
    name="Type", label="Type", type="string", size=80, marks=frozenset({"filterable", "sortable", "groupable"})
)
# How each kind fills the field Type, where it is not the name of the object.
KINDS = {"Group": "Queue"}


def sobject(view: View) -> SObject:
    user = view.find("User")
    known = [field for field in (user.fields if user else ()) if field.name in FIELDS]
    return build(replace(all_facts()["User"], name="Name"), (*known, TYPE))


def table(name: SObject, kinds: list[SObject]) -> str:
    """One table of all the objects that the parent may be."""
    return "(" + " UNION ALL ".join(_rows(name, kind) for kind in kinds) + ")"


def _rows(name: SObject, kind: SObject) -> str:
    columns = ", ".join(_column(field, kind) for field in name.fields)
    return f"SELECT {columns} FROM {quoting.name(kind.name)}"


def _column(field: Field, kind: SObject) -> str:
    if field.name == "Type":
        return f"{quoting.text(KINDS.get(kind.name, kind.name))} AS {quoting.name(field.name)}"
    found = kind.find(field.name)
    if found is not None and found.is_stored:
        return quoting.name(field.name)
    return f"NULL::{field.column_type} AS {quoting.name(field.name)}"

"""Which object and field the name of a parent-to-child subquery stands for."""

from __future__ import annotations

from apps.practice_org.refusals import RELATIONSHIP_HINT
from apps.practice_org.schema.children import name_of
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.soql import tree
from apps.practice_org.soql.carets import located

DEEPEST = 4  # levels below the first
DEEP_SINCE = 58.0  # versions of the API before had one


def find(view: View, parent: SObject, name: tree.Name, statement: str) -> tuple[str, SObject, Field]:
    """`Contacts`, or `Account.Contacts` in longer words."""
    wanted = name.parts[-1].lower()
    for child in view.all():
        for link in child.fields:
            known = name_of(parent.name, child.name, link.name) if parent.name in link.to else None
            if known and known.name.lower() == wanted:
                return known.name, child, link
    words = f"Didn't understand relationship '{name.parts[-1]}' in FROM part of query call. {RELATIONSHIP_HINT}"
    raise located("INVALID_TYPE", statement, name.at, words)

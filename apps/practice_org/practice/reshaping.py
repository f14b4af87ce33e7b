"""What an administrator of Salesforce does to custom fields behind everybody's back: adds, renames and retypes them.

Through Setup a field may get another name or type with its values in it; no API offers that, so the trainer does.
"""

from __future__ import annotations

from typing import Any

from apps.practice_org import quoting
from apps.practice_org.access.sets import EDIT
from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import granting
from apps.practice_org.setup import definitions, fields

Metadata = dict[str, Any]


def add(live: LiveOrg, object_name: str, name: str, metadata: Metadata) -> str:
    """Open to the sync user at once; returns the field's full name."""
    made = fields.create(live, live.org.admin.id, f"{object_name}.{name}", metadata)
    granting.open_field(live, made.object_name, made.name, EDIT)
    return made.full_name


def rename(live: LiveOrg, object_name: str, name: str, to: str) -> str:
    """The values go along."""
    before = fields.found(live, f"{object_name}.{name}")
    made = add(live, before.object_name, to, before.metadata)
    with live.storage.writing() as cursor:
        table, column = quoting.name(before.object_name), quoting.name(to)
        cursor.execute(f"UPDATE {table} SET {column} = {quoting.name(before.name)}")
    fields.delete(live, before.full_name)
    return made


def retype(live: LiveOrg, object_name: str, name: str, metadata: Metadata) -> str:
    """A value that does not fit the new type is lost, as in Salesforce."""
    before = fields.found(live, f"{object_name}.{name}")
    whole = {"label": before.metadata["label"], **metadata}
    definitions.check(whole)
    kept, *_parts = definitions.fields(before.full_name, whole)
    with live.storage.writing() as cursor:
        table, column = quoting.name(before.object_name), quoting.name(before.name)
        cast = f"TYPE {kept.column_type} USING TRY_CAST({column} AS {kept.column_type})"
        cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} {cast}")
    row = {"name": before.name, "metadata": whole, "made_at": before.made_at, "by": live.org.admin.id}
    live.put_switches(live.switches.with_field(before.object_name, row))
    return before.full_name

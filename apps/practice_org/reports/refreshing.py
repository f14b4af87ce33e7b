"""Brings the rows about the org up to date, before somebody queries them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

from apps.practice_org import quoting
from apps.practice_org.live import LiveOrg
from apps.practice_org.reports import columns, entities, settings
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.seed.filling import OF_USER
from apps.practice_org.storage import Connection
from apps.practice_org.switches import Switches

Row = dict[str, Any]
# What is another thing for each user, and what is the same for all.
FOR_EACH: dict[str, Callable[[LiveOrg, View, str], list[Row]]] = {
    "EntityParticle": columns.particles,
    "UserEntityAccess": entities.access,
    "UserFieldAccess": columns.access,
}
FOR_ALL: dict[str, Callable[[LiveOrg], list[Row]]] = {
    "EntityDefinition": entities.definitions,
    "FieldDefinition": columns.definitions,
    "CustomField": settings.custom_fields,
    "Layout": settings.page_layouts,
    "ValidationRule": settings.validation_rules,
    "DuplicateRule": settings.duplicate_rules,
}
ALWAYS = frozenset({"ValidationRule", "DuplicateRule"})

_fresh: dict[tuple[str, str], Switches] = {}
_refreshing = threading.Lock()


def refresh(live: LiveOrg, statement: str) -> None:
    lowered = statement.lower()
    asked = [name for name in (*FOR_EACH, *FOR_ALL) if name.lower() in lowered]
    if not asked:
        return
    with _refreshing:
        stale = [name for name in asked if name in ALWAYS or _fresh.get((live.id, name)) is not live.switches]
        if stale:
            switches = live.switches
            with live.storage.writing() as cursor:
                for name in stale:
                    _replace(cursor, live, name)
            _fresh.update({(live.id, name): switches for name in stale})


def _replace(cursor: Connection, live: LiveOrg, name: str) -> None:
    sobject = live.everything.find(name)
    if sobject is not None:
        cursor.execute(f"DELETE FROM {quoting.name(name)}")
        _insert(cursor, sobject, _rows(live, name))


def _rows(live: LiveOrg, name: str) -> list[Row]:
    if name in FOR_ALL:
        return FOR_ALL[name](live)
    making = FOR_EACH[name]
    found = []
    for user in live.org.users:
        found += [{**row, OF_USER: user.id} for row in making(live, live.seen_by(user.id), user.id)]
    return found


def _insert(cursor: Connection, sobject: SObject, rows: list[Row]) -> None:
    """As one JSON text: thousands of rows of fifty columns would be slow as parameters."""
    if not rows:
        return
    kinds = {one.name: one.column_type for one in sobject.fields} | {OF_USER: "VARCHAR"}
    structure = json.dumps([kinds])
    packed = json.dumps([{key: _cell(row.get(key)) for key in kinds} for row in rows])
    names = ", ".join(quoting.name(key) for key in kinds)
    cursor.execute(
        f"INSERT INTO {quoting.name(sobject.name)} ({names}) "
        f"SELECT unnest(from_json(?, {quoting.text(structure)}), max_depth := 2)",
        [packed],
    )


def _cell(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict) else value

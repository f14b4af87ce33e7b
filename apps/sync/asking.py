"""What people ask of single records: to be read again, now, whether they were refused or are only missed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from apps.marketing import database
from apps.sync import again, events, schema, switches
from apps.tenants.models import Instance
from apps.timeline import history


def rejected(instance: Instance, object_name: str = "", field: str = "", code: str = "", *, by: Any) -> int:
    """Records with row errors: all, of an object, of a field, of a cause. Returns how many are asked for."""
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        number = again.ask_rejected(connection, object_name, field, code)
    return _begun(instance, number, by)


def records(instance: Instance, chosen: Iterable[tuple[str, str]], *, by: Any) -> int:
    """``chosen``: objects and Ids."""
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        number = sum(again.ask(connection, object_name, [record_id]) for object_name, record_id in chosen)
    return _begun(instance, number, by)


def _begun(instance: Instance, number: int, by: Any) -> int:
    if number:
        history.record(instance, events.READ_AGAIN, actor=by, records=number)
        switches.hasten(instance)
    return number

"""*Take Salesforce's value*: a change that Salesforce refused is given up; the record is read anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from apps.marketing import database
from apps.marketing.database import Connection
from apps.sync import again, editing, events, outbox, schema, switches
from apps.sync.outbox import Wanted
from apps.sync.outbox_rules import Rules
from apps.tenants.models import Instance
from apps.tenants.sql import read
from apps.timeline import history


class Refused(NamedTuple):
    """A change by what the row error says of it; ``field`` is Salesforce's."""

    object: str
    record_id: str
    field: str


def take_theirs(instance: Instance, chosen: Sequence[Refused], *, by: Any) -> int:
    """Returns how many changes were given up. An opt-out never is: true wins in both directions."""
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        connection.execute(outbox.TAKE_TURNS)
        given = _given_up(connection, chosen, opt_outs(editing.rules(instance)))
        outbox.write(connection, _theirs(given))
        for name in {name for name, *_rest in given}:
            outbox.tell_errors(connection, name)
            again.read_anew(connection, name, {sfdc_id for found, sfdc_id, *_rest in given if found == name})
    if given:
        history.record(instance, events.GAVE_WAY, actor=by, changes=len(given))
        switches.hasten(instance)
    return len(given)


def opt_outs(rules: Mapping[str, Rules]) -> list[str]:
    """The columns in which people opt out."""
    return sorted({each.opt_out for each in rules.values() if each.opt_out})


def _theirs(given: Iterable[tuple[str, str, str, Any]]) -> list[Wanted]:
    """What Salesforce had, until the record comes: each person once."""
    values: dict[str, dict[str, Any]] = {}
    for _name, sfdc_id, column, base in given:
        values.setdefault(sfdc_id, {})[column] = base
    return [Wanted(sfdc_id, theirs) for sfdc_id, theirs in values.items()]


def _given_up(
    connection: Connection, chosen: Iterable[Refused], opt_out_columns: list[str]
) -> list[tuple[str, str, str, Any]]:
    listed = list(chosen)
    asked = {
        "objects": [each.object for each in listed],
        "records": [each.record_id for each in listed],
        "fields": [each.field for each in listed],
        "opt_outs": opt_out_columns,
    }
    return connection.execute(read("sync", "give_way").encode(), asked).fetchall()

"""Instances whose last cycle found nothing are looked at together: one turn of a worker asks many orgs at once.

An org may take a second to answer, and of thousands most have nothing to say. Who has news, waits for something here,
or is refused an answer goes on by a cycle of its own.
"""

from __future__ import annotations

import datetime
import uuid
import zoneinfo
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from apps.connections import clients, usage
from apps.connections.models import Connection
from apps.mapping import pairs
from apps.mapping.objects import SalesforceObject
from apps.salesforce.client import Client
from apps.salesforce.errors import SalesforceError
from apps.sync import changes, cursors, lease, nightly, schedule
from apps.sync.changes import Found
from apps.sync.cursors import Cursor
from apps.sync.models import SyncState, Word
from apps.tenants.models import Instance
from apps.tenants.sql import read
from apps.timeline import live

log = structlog.get_logger(__name__)
AT_ONCE = 25  # orgs
MOST_TURNS = 80  # that are worth asking for before the next count
PATIENCE = 1.0  # seconds until what has been answered is written down, whoever is still silent
TICK = datetime.timedelta(microseconds=1)
# a look needs the session alone
UNUSED = ("consumer_key", "consumer_secret", "password", "security_token", "refresh_token")


@dataclass(frozen=True, eq=False)
class Look:
    """One question to one org, which stands in ``zone``."""

    instance: Instance
    state: SyncState
    zone: zoneinfo.ZoneInfo
    client: Client
    cursors: Mapping[str, Cursor]

    @property
    def pk(self) -> int:
        return self.instance.pk

    def ask(self, now: datetime.datetime) -> list[Found]:
        return changes.ask(self.client, self.cursors, now)


Answers = Mapping[Look, list[Found]]


def turns() -> int:
    """How many turns are wanted now."""
    return -(-lease.quiet_due(AT_ONCE * MOST_TURNS) // AT_ONCE)


def turn() -> list[int]:
    """Looks at some of those that are due. Returns the instances that need a cycle of their own, now."""
    claim, states = lease.take_quiet(AT_ONCE)
    began = timezone.now()
    looks = _looks(states, began)
    unasked = {state.instance_id for state in states} - {look.pk for look in looks}
    own = _hand_over(claim, began, dict.fromkeys(unasked, 0))
    for asked, found in _answers(looks, began):
        usage.count((look.pk, look.client) for look in asked)
        quiet = {look: changed for look, changed in found.items() if is_nothing(changed)}
        end(claim, began, quiet)
        own += _hand_over(claim, began, {look.pk: look.client.calls for look in asked if look not in quiet})
    return own


def is_nothing(found: Collection[Found]) -> bool:
    return all(each.is_nothing for each in found)


def rests(state: SyncState, zone: zoneinfo.ZoneInfo, now: datetime.datetime) -> bool:
    """Nothing here waits: as long as nothing moves there, the instance's own database may be left alone."""
    looked = state.looked_at
    if looked is None or state.word != Word.SYNCED or state.problem:
        return False
    return looked > max(state.woken_at or looked - TICK, nightly.begins_at(zone, now))


def end(claim: uuid.UUID, began: datetime.datetime, seen: Answers) -> None:
    """Looks that found nothing, in one statement; an instance whose claim was lost stays as it is."""
    if not seen:
        return
    ended = timezone.now()
    values = {
        "instances": [look.pk for look in seen],
        "cursors": [
            Jsonb(cursors.moved(look.state, {each.object: each.until for each in found}))
            for look, found in seen.items()
        ],
        "calls": [look.client.calls for look in seen],
        "asked": [changes.asked_at(look.client, began) for look in seen],
        "next": [schedule.next_run(look.state, look.instance, ended, look.zone) for look in seen],
    }
    live.all_moved(_done("end_quiet", {"claim": claim, "began": began, **values}), "headline", "sync-status")


def _looks(states: Collection[SyncState], now: datetime.datetime) -> list[Look]:
    """Those that may be asked: four questions to the database, however many they are."""
    ids = [state.instance_id for state in states]
    rows = Connection.objects.everywhere("of the instances claimed").filter(instance__in=ids)
    connections = {row.instance_id: row for row in rows.select_related("instance").defer(*UNUSED)}
    objects = pairs.visible_to(ids)
    spent = usage.spent_today(state.instance_id for state in states if state.daily_cap is not None)
    mine = [state for state in states if state.instance_id in connections and _has_calls(state, spent)]
    looks = [_look(state, connections[state.instance_id], objects[state.instance_id], now) for state in mine]
    return [look for look in looks if look]


def _has_calls(state: SyncState, spent: Mapping[int, int]) -> bool:
    return state.daily_cap is None or spent.get(state.instance_id, 0) < state.daily_cap


def _look(
    state: SyncState, row: Connection, objects: Collection[SalesforceObject], now: datetime.datetime
) -> Look | None:
    zone = schedule.zone_of(row.identity.get("time_zone"))
    known = {name: cursor for name, cursor in cursors.of(state, objects).items() if cursor}
    if not (row.is_signed_in and len(known) == len(objects) and rests(state, zone, now)):
        return None
    return Look(row.instance, state, zone, clients.brief(row), known)


def _answers(looks: Collection[Look], now: datetime.datetime) -> Iterator[tuple[list[Look], Answers]]:
    """Who was asked, and what they answered, as it comes in: nobody waits for the slowest org."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        waiting = {pool.submit(_ask, look, now): look for look in looks}
        while waiting:
            done = wait(waiting, timeout=PATIENCE).done
            asked = {waiting.pop(each): each.result() for each in done}
            yield list(asked), {look: found for look, found in asked.items() if found is not None}


def _ask(look: Look, now: datetime.datetime) -> list[Found] | None:
    """In a thread of its own, which has no database. What went wrong is met again, and told, by the own cycle."""
    try:
        return look.ask(now)
    except SalesforceError as error:
        log.info("quiet.refused", instance=look.instance.key, code=error.code)
    except Exception as error:  # one instance's bug must not stop the others
        log.exception("quiet.bug", instance=look.instance.key, error=type(error).__name__)
    return None


def _hand_over(claim: uuid.UUID, began: datetime.datetime, calls: Mapping[int, int]) -> list[int]:
    """``calls`` that the look took, by instance."""
    if not calls:
        return []
    values = {"instances": list(calls), "calls": list(calls.values()), "now": timezone.now()}
    return _done("hand_over", {"claim": claim, "began": began, **values})


def _done(statement: str, values: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(read("sync", statement), values)
        return [instance_id for (instance_id,) in cursor.fetchall()]

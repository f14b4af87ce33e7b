"""Writes back what people changed here: compared with Salesforce first, 200 records a call, each judged by itself.

A large outbox goes as one file (`shipping`).
A change is marked before it is sent. After a crash it is compared again like any other: what Salesforce has already is
settled without a second write.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping
from typing import Any

from apps.marketing.database import Connection
from apps.salesforce import collections
from apps.salesforce.collections import Taken
from apps.salesforce.errors import QueryRefused, RecordRefused, RightMissing
from apps.sync import answers, drift, following, loader, operations, optout, outbox, pushing, standing
from apps.sync.answers import Parcel
from apps.sync.cursors import Cursor
from apps.sync.models import Cycle, Operation
from apps.sync.outbox_rules import Rules
from apps.sync.plan import Plan
from apps.sync.reader import Reader
from apps.sync.shipping import Shipping
from apps.tenants.sql import read

LOCKED = "UNABLE_TO_LOCK_ROW"
GONE = ("ENTITY_IS_DELETED", "entity is deleted")
CONVERTED = ("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")
AT_ONCE = 3  # tries within one cycle for a record that somebody holds
NOT_WRITABLE = "INVALID_FIELD_FOR_INSERT_UPDATE"


def carry_on(reader: Reader, cycle: Cycle, plans: list[Plan], cursors: Mapping[str, Cursor]) -> float | None:
    """Seconds after which to come again; None when nothing waits that can be written now."""
    rules = {each.name: each.rules for each in plans if each.rules}
    if not rules:
        return None
    with reader.connection.transaction():
        optout.settle(reader.connection, rules)
        following.follow(reader.connection, rules)
    for each in plans:
        if each.name == pushing.LEAD:
            pushing.settle(cycle.instance, reader.connection, reader.client, each)
    for each in plans:
        if each.rules and (wait := _one(reader, cycle, each, each.rules, cursors.get(each.name))) is not None:
            return wait
    return None


def _one(reader: Reader, cycle: Cycle, plan: Plan, rules: Rules, cursor: Cursor | None) -> float | None:
    """A field that is gone in Salesforce is left out from the next turn on."""
    try:
        return _Writer(reader, cycle, plan, rules, Shipping(reader, cycle, plan, rules, cursor)).run()
    except QueryRefused:
        if drift.noticed(reader.client, cycle.instance, plan) is None:
            raise
        return 0


def waits(connection: Connection) -> bool:
    """Something is to be written or settled that could not be yet."""
    return connection.execute(read("sync", "outbox_waits").encode()).fetchone() == (True,)


class _Writer:
    """Writes one object's changes."""

    def __init__(self, reader: Reader, cycle: Cycle, plan: Plan, rules: Rules, shipping: Shipping) -> None:
        self.reader = reader
        self.connection = reader.connection
        self.cycle = cycle
        self.plan = plan
        self.rules = rules
        self.shipping = shipping

    def run(self) -> float | None:
        """What is in the air comes first, whatever the direction is by now."""
        if not self.shipping.is_under_way and not self._due():
            return None
        standing.moving(self.cycle.instance)
        operations.open_(self.cycle, self.plan.name, Operation.Kind.PUSH_UPDATES)
        if (wait := self._write()) is not None:
            return wait
        outbox.tell_errors(self.connection, self.plan.name)
        operations.pushed(self.cycle, self.plan.name, self.connection)
        return None

    def _write(self) -> float | None:
        for tries in itertools.count():
            if (wait := self.shipping.carry_on()) is not None:
                return wait
            if self.shipping.leaves_nothing:
                return None
            time.sleep(self._pause(max(tries, 1)))
            if not (ids := self._due()):
                return None
            self._pass(ids)
            if self.reader.is_late:
                return 0
        return None

    def _pass(self, ids: list[str]) -> None:
        self.reader.watch.alive()
        self._compare(ids)
        for at in range(0, len(ids), collections.MOST):
            self.reader.watch.alive()
            self._send(self._take(ids[at : at + collections.MOST]))

    def _pause(self, tries: int) -> float:
        """A record that somebody holds is free a moment later, as a rule."""
        return 0.3 * 2**tries + 0.1 if tries <= AT_ONCE and self._is_held() else 0

    def _is_held(self) -> bool:
        held = "SELECT EXISTS (SELECT FROM person_change WHERE state = 'waiting' AND code = %s AND cycle = %s)"
        return self.connection.execute(held, [LOCKED, self.cycle.pk]).fetchone() == (True,)

    def _due(self) -> list[str]:
        asked = {"object": self.plan.name, "columns": self.rules.columns, "most": collections.MOST_READ // 2}
        return [found for (found,) in self.connection.execute(read("sync", "outbox_due").encode(), asked)]

    def _compare(self, ids: list[str]) -> None:
        """Takes in the records as they are now, so that the rule of who wins is applied in one place."""
        near = self.plan.own
        found = collections.retrieve(self.reader.client, self.plan.name, ids, near.sources)
        with self.connection.transaction():
            loader.from_rest(self.connection, near, [each for each in found if each])
            self._refuse([sfdc_id for sfdc_id, each in zip(ids, found, strict=True) if not each], GONE)
            converted = self.connection.execute(read("sync", "outbox_converted").encode(), {"ids": ids})
            self._refuse([sfdc_id for (sfdc_id,) in converted], CONVERTED)

    def _refuse(self, ids: list[str], why: tuple[str, str]) -> None:
        code, reason = why
        asked = {"ids": ids, "code": code, "reason": reason, "cycle": self.cycle.pk}
        self.connection.execute(read("sync", "outbox_refuse").encode(), asked)

    def _take(self, ids: list[str]) -> list[tuple[Parcel, dict[str, Any]]]:
        """With each one the values that go."""
        asked = {
            "ids": ids,
            "cycle": self.cycle.pk,
            "columns": self.rules.columns,
            "sources": [pair.source for pair in self.rules.sendable],
            "types": [str(pair.type) for pair in self.rules.sendable],
        }
        with self.connection.transaction():
            self.connection.execute(outbox.TAKE_TURNS)
            rows = self.connection.execute(read("sync", "outbox_take").encode(), asked).fetchall()
        return [(Parcel(sfdc_id, numbers), {"id": sfdc_id, **values}) for sfdc_id, numbers, values in rows]

    def _send(self, parcels: list[tuple[Parcel, dict[str, Any]]]) -> None:
        """A batch that is refused whole is halved until the record that spoils it stands alone."""
        if not parcels:
            return
        try:
            taken = collections.update(self.reader.client, self.plan.name, [record for _parcel, record in parcels])
        except (RecordRefused, QueryRefused, RightMissing) as error:
            if isinstance(error, RightMissing) and error.code != NOT_WRITABLE:
                raise
            if len(parcels) > 1:
                half = len(parcels) // 2
                self._send(parcels[:half])
                self._send(parcels[half:])
                return
            taken = [Taken(code=error.code, message=error.message)]
        answers.note(self.connection, zip([parcel for parcel, _record in parcels], taken, strict=True))

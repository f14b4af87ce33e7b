"""One org at work: its facts, its switches, its records and what its sync user sees of them."""

from __future__ import annotations

import datetime
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from apps.practice_org import switches
from apps.practice_org.access import effective
from apps.practice_org.book import Book
from apps.practice_org.orgs import Org
from apps.practice_org.schema import view
from apps.practice_org.schema.view import Limits, View
from apps.practice_org.seed import filling
from apps.practice_org.storage import Connection, Engine, Storage
from apps.practice_org.switches import Switches

SWITCH, VERSION = "switch", "version"


class LiveOrg:
    def __init__(self, org: Org, book: Book, engine: Engine, folder: Path) -> None:
        self.org = org
        self.book = book
        self.folder = folder
        self.storage = Storage(engine, folder, self._fill)
        self._lock = threading.RLock()
        self._switches = switches.load(org, book.get(SWITCH, org.id))
        self._everything = self._make()
        self._views: dict[tuple[str, bool], View] = {}
        self.changed_at = _now()
        # by object, for which version it was read: when its records last moved
        self.newest: dict[str, tuple[int, datetime.datetime | None]] = {}
        self._version = int((book.get(VERSION, org.id) or {"number": 0})["number"])

    @property
    def id(self) -> str:
        return self.org.id

    @property
    def switches(self) -> Switches:
        return self._switches

    @property
    def everything(self) -> View:
        """All fields that there are."""
        return self._everything

    @property
    def visible(self) -> View:
        """What the sync user sees."""
        return self.seen_by(self.org.user.id)

    def seen_by(self, user_id: str, *, tooling: bool = False) -> View:
        """What a user sees, through the Tooling API some more; the trainer's own view is `everything`."""
        with self._lock:
            key = (user_id, tooling)
            if key not in self._views:
                seen = view.limited(self._everything, self._limits(user_id))
                self._views[key] = seen if tooling else view.without_tooling(seen)
            return self._views[key]

    @property
    def version(self) -> int:
        """Moves with every change of records, fields or rights; a reply made for one version holds as long."""
        return self._version

    def switch(self, **changes: Any) -> None:
        self.put_switches(replace(self._switches, **changes))

    def put_switches(self, changed: Switches) -> None:
        with self._lock:
            self.book.put(SWITCH, self.id, self.id, switches.dump(changed))
            self._switches = changed
            self._everything = self._make()
            self._views = {}
            self.changed_at = _now()
            self.moved()

    def moved(self) -> None:
        with self._lock:
            self._version += 1
            self.book.put(VERSION, self.id, self.id, {"number": self._version})

    def permissions(self, user_id: str) -> dict[str, bool]:
        """The named permissions of a user, by their column names."""
        sobject = self._everything.find("UserPermissionAccess")
        names = [one.name for one in (sobject.fields if sobject else ()) if one.name.startswith("Permissions")]
        return effective.permissions(self.org, self._switches, user_id, names)

    def _limits(self, user_id: str) -> Limits:
        limits = effective.limits(self.org, self._switches, user_id)
        held = self.permissions(user_id)
        own = effective.own_rows(self.org, user_id, held)
        sights = {**limits.sights, **own, **effective.known(limits)}
        return replace(limits, sights=sights, denied={**limits.denied, **effective.closed(held)})

    def _make(self) -> View:
        changed = self._switches
        return view.full(self.org.custom_kinds, changed.added_fields(), changed.removed)

    def _fill(self, connection: Connection) -> None:
        filling.fill(connection, self.org, self.everything.all())


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)

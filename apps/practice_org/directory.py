"""All orgs of this process: who signs in decides which one answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from apps.practice_org import ids, orgs
from apps.practice_org.book import Book
from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import KINDS, Kind, SyncUser
from apps.practice_org.storage import Engine

MADE = "made"
SHAPE = 5  # moves when seeded records of an older release no longer fit


class Directory:
    def __init__(self, folder: Path, *, seed: int, records: int, callbacks: tuple[str, ...]) -> None:
        self.folder = folder / f"seed-{seed}-records-{records}-shape-{SHAPE}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.book = Book(self.folder / "book.sqlite")
        self.engine = Engine(self.folder)
        self.seed = seed
        self.records = records
        self.callbacks = callbacks
        self._orgs: dict[str, LiveOrg] = {}
        for slug, kind in KINDS.items():
            self._open(slug, kind, records)
        for slug, row in self.book.every(MADE).items():
            self._open(slug, replace(KINDS[row["kind"]], name=row["name"]), row["records"])

    def __iter__(self) -> Iterator[LiveOrg]:
        return iter(list(self._orgs.values()))

    def prepare(self) -> None:
        """Fills the first org before anybody asks; the others wait for their first reader."""
        next(iter(self)).storage.open()

    def find(self, org_id: str) -> LiveOrg | None:
        """By 15 or 18 characters."""
        return self._orgs.get(ids.full(org_id) or "")

    def of_username(self, username: str) -> tuple[LiveOrg, SyncUser] | None:
        wanted = username.strip().lower()
        for live in self:
            for user in live.org.users:
                if user.username == wanted:
                    return live, user
        return None

    def of_consumer_key(self, key: str) -> LiveOrg | None:
        return next((live for live in self if live.org.app.consumer_key == key), None)

    def add(self, name: str, kind: str, records: int) -> LiveOrg:
        """One more org of a known kind; it is filled when somebody first asks for its records."""
        slug = f"org{len(self._orgs):04d}"
        self.book.put(MADE, "", slug, {"name": name, "kind": kind, "records": records})
        return self._open(slug, replace(KINDS[kind], name=name), records)

    def close(self) -> None:
        for live in self:
            live.storage.close()
        self.engine.close()
        self.book.close()

    def _open(self, slug: str, kind: Kind, records: int) -> LiveOrg:
        org = orgs.make(slug, kind, len(self._orgs), seed=self.seed, records=records, callbacks=self.callbacks)
        live = LiveOrg(org, self.book, self.engine, self.folder / slug)
        self._orgs[org.id] = live
        return live

"""All orgs of this process: who signs in decides which one answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from apps.practice_org import holding, ids, orgs
from apps.practice_org.book import Book
from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import KINDS, PERSONAS, Kind, SyncUser
from apps.practice_org.storage import Engine

MADE = "made"
SHAPE = 6  # moves when seeded records of an older release no longer fit


def kind_of(name: str) -> Kind:
    """A kind or a persona; the kinds of the four orgs that are always there come first."""
    return KINDS[name] if name in KINDS else PERSONAS[name]


class Directory:
    def __init__(self, folder: Path, *, seed: int, records: int, callbacks: tuple[str, ...]) -> None:
        self.folder = folder / f"seed-{seed}-records-{records}-shape-{SHAPE}"
        self._held = holding.hold(self.folder)
        self.book = Book(self.folder / "book.sqlite")
        self.engine = Engine(self.folder)
        self.seed = seed
        self.records = records
        self.callbacks = callbacks
        self._orgs: dict[str, LiveOrg] = {}
        for slug, kind in KINDS.items():
            self._open(slug, kind, records)
        for slug, row in self.book.every(MADE).items():
            self._open(slug, replace(kind_of(row["kind"]), name=row["name"]), row["records"])

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

    def add(self, kind: str, *, name: str = "", records: int | None = None) -> LiveOrg:
        """One more org of a known kind or persona; it is filled when somebody first asks for its records."""
        known = kind_of(kind)
        slug = f"org{len(self._orgs):04d}"
        number = records if records is not None else known.records if known.records is not None else self.records
        self.book.put(MADE, "", slug, {"name": name or known.name, "kind": kind, "records": number})
        return self._open(slug, replace(known, name=name or known.name), number)

    def want(self, personas: list[str]) -> None:
        """Orgs of these personas, as often as they are named; what is there from an earlier start is not made again."""
        there = Counter(row["kind"] for row in self.book.every(MADE).values())
        for persona, number in Counter(personas).items():
            for _ in range(number - there[persona]):
                self.add(persona)

    def close(self) -> None:
        for live in self:
            live.storage.close()
        self.engine.close()
        self.book.close()
        self._held.close()

    def _open(self, slug: str, kind: Kind, records: int) -> LiveOrg:
        org = orgs.make(slug, kind, len(self._orgs), seed=self.seed, records=records, callbacks=self.callbacks)
        live = LiveOrg(org, self.book, self.engine, self.folder / slug)
        self._orgs[org.id] = live
        return live

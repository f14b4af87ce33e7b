"""Finds people who look like one person: the same name at a similar company, or a similar name at the same company.

They are compared in blocks of one name, or of one company and the first letter of the last name, never everybody with
everybody. The score (0 to 100) is rapidfuzz's `ratio` of the words in alphabetical order, without case, accents and
legal forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from psycopg import sql
from psycopg.rows import tuple_row
from rapidfuzz import fuzz, process

from apps.marketing.database import Connection
from apps.tenants.sql import read

MOST_IN_BLOCK = 400  # some 80,000 comparisons
MOST_NAMED = 5
EQUAL = 100
# what people type where they have no company
NOWHERE = ["not provided", "a n", "na", "none", "unknown", "private", "self", "employed self", "individual", "test"]


@dataclass(frozen=True)
class Way:
    """How blocks are made, what is compared in them, the least score, and what to call the finding."""

    block: sql.Composable
    compared: sql.Composable
    least: int
    reason: str


WAYS = (
    Way(sql.SQL("name_key"), sql.SQL("company_key"), 85, "company"),
    Way(sql.SQL("company_key || ', ' || initial || '…'"), sql.SQL("name_key"), 90, "name"),
)


@dataclass
class Forest:
    """Classes that were found alike, as trees; ``best`` keeps each one's highest score with its reason."""

    parents: dict[int, int] = field(default_factory=dict)
    best: dict[int, tuple[int, str]] = field(default_factory=dict)

    def root(self, one: int) -> int:
        while (parent := self.parents.get(one, one)) != one:
            self.parents[one] = self.parents.get(parent, parent)
            one = parent
        return one

    def join(self, one: int, other: int, score: int, reason: str) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self.parents[first], self.parents[second] = first, first
        for each in (one, other):
            self.parents.setdefault(each, first)
            self.best[each] = max(self.best.get(each, (0, "")), (score, reason))


def find(connection: Connection) -> list[tuple[str, int]]:
    """Fills ``duplicate_alike``. Returns the blocks that were too large to be compared, the largest first."""
    forest, too_large = Forest(), []
    for way in WAYS:
        for block, size, keys, classes in _blocks(connection, way):
            if keys is None:
                too_large.append((block, size))
            else:
                _compare(forest, way, keys, classes)
    _write(connection, forest)
    return sorted(too_large, key=lambda each: -each[1])


def _blocks(connection: Connection, way: Way) -> Iterator[tuple[str, int, list[str] | None, list[int]]]:
    statement = sql.SQL(read("mapping", "duplicate_blocks")).format(block=way.block, compared=way.compared)
    with connection.cursor(name="blocks", row_factory=tuple_row) as cursor:
        cursor.itersize = 5000
        cursor.execute(statement, {"most": MOST_IN_BLOCK, "nowhere": NOWHERE})
        yield from cursor


def _compare(forest: Forest, way: Way, keys: list[str], classes: list[int]) -> None:
    """Each with those after it; equal keys stand side by side."""
    for place, key in enumerate(keys[:-1]):
        for offset, score in _near(key, keys[place + 1 :], way.least):
            one, other = classes[place], classes[place + 1 + offset]
            if one != other:
                forest.join(one, other, score, "same" if score == EQUAL else way.reason)


def _near(key: str, others: list[str], least: int) -> Iterator[tuple[int, int]]:
    """Where in ``others`` something like ``key`` stands, and its score."""
    for other, score, offset in process.extract(key, others, scorer=fuzz.ratio, score_cutoff=least, limit=None):
        yield offset, EQUAL if other == key else min(round(score), EQUAL - 1)


def _write(connection: Connection, forest: Forest) -> None:
    connection.execute("DROP TABLE IF EXISTS duplicate_alike")
    connection.execute(read("mapping", "duplicate_alike").encode())
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY duplicate_alike (class, grp, score, reason) FROM STDIN") as copy,
    ):
        for each, (score, reason) in forest.best.items():
            copy.write_row((each, forest.root(each), score, reason))
    connection.execute("ANALYZE duplicate_alike")

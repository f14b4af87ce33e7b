"""The groups that were found, with the people in them: some to look at, and all for a file. Gone when discarded."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from psycopg.rows import class_row

from apps.marketing import database
from apps.tenants.models import Instance
from apps.tenants.sql import read

SHOWN, SHOWN_PEOPLE = 5, 60
ALL = 1_000_000
MOST_IN_FILE = 100_000  # people


@dataclass(frozen=True)
class Member:
    """``reason``: email, same, company (similar), name (similar). ``place``: lead, contact, between, here."""

    reason: str
    score: int
    place: str
    people: int
    grp: int
    object: str
    sfdc_id: str
    name: str | None
    email: str | None
    company: str | None


@dataclass(frozen=True)
class Group:
    first: Member
    members: list[Member]


def samples(instance: Instance) -> list[Group]:
    """The first groups by address, then by likeness."""
    found = _members(instance, groups=SHOWN, most=SHOWN_PEOPLE)
    grouped = itertools.groupby(found, key=lambda each: (each.reason, each.grp))
    listed = [list(members) for _key, members in grouped]
    return [Group(members[0], members) for members in listed]


def everybody(instance: Instance) -> list[Member]:
    return _members(instance, groups=ALL, most=MOST_IN_FILE)


def _members(instance: Instance, *, groups: int, most: int) -> list[Member]:
    with database.connect(instance) as connection:
        if connection.execute("SELECT to_regclass('duplicate_group')").fetchone() == (None,):
            return []
        with connection.cursor(row_factory=class_row(Member)) as cursor:
            asked = {"groups": groups, "most": most}
            return cursor.execute(read("mapping", "duplicate_listed").encode(), asked).fetchall()

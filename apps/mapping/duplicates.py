"""Who would exist twice after the first sync: by e-mail address exactly, by name and company as far as they are alike.

Converted leads are no duplicates: they join the person of their contact. A person account is one person.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone
from psycopg import sql
from psycopg.rows import dict_row

from apps.mapping import duplicates_alike, duplicates_reading, filters
from apps.mapping.errors import PullFailed
from apps.mapping.models import CatalogueObject, DuplicatePreview
from apps.marketing import database
from apps.marketing.database import Connection
from apps.marketing.twins import SHARED_MAILBOX
from apps.salesforce.client import Client
from apps.tenants.models import Instance
from apps.tenants.sql import read

KEPT = datetime.timedelta(days=7)
LOOK_AGAIN = 1.0  # seconds between two looks at a job that is not complete
Joining = DuplicatePreview.Joining


@dataclass(frozen=True)
class Standing:
    """People read of about ``total``. ``wait``: seconds until the org may be ready; 0 to go on at once.

    ``is_comparing``: all are read.
    """

    read: int
    total: int | None
    is_finished: bool
    wait: float = 0
    is_comparing: bool = False


def advance(instance: Instance, client: Client) -> Standing:
    """One chunk: have an object prepared, take a page of it, or compare. A finished preview begins anew."""
    preview = _current(instance)
    before = client.calls
    try:
        return _chunk(instance, client, preview)
    finally:
        DuplicatePreview.objects.of(instance).update(api_calls=F("api_calls") + client.calls - before)


def twice(instance: Instance) -> int:
    """People too many by their e-mail addresses; those who are only alike are not among them."""
    preview = DuplicatePreview.objects.of(instance).first()
    return sum(each["twice"] for each in preview.found if each["reason"] == "email") if preview else 0


def compare_anew(instance: Instance, *, ignores_plus: bool) -> None:
    """With other options; nothing is read again as long as what was read is kept."""
    preview = DuplicatePreview.objects.of(instance).get()
    preview.ignores_plus = ignores_plus
    if preview.finished_at and preview.discarded_at is None:
        preview.finished_at = None
        preview.checkpoint.pop("compared", None)
    preview.save(update_fields=["ignores_plus", "finished_at", "checkpoint"])


def discard(instance: Instance) -> None:
    """What was read of people goes; the counts stay."""
    with database.connect(instance) as connection:
        connection.execute(read("mapping", "forget_duplicates").encode())
    DuplicatePreview.objects.of(instance).update(discarded_at=timezone.now())


def forget_old() -> int:
    """What was read is other people's data: it goes after seven days."""
    old = DuplicatePreview.objects.everywhere("what was read is kept for seven days").filter(
        started_at__lt=timezone.now() - KEPT, discarded_at=None
    )
    found = list(old.select_related("instance"))
    for preview in found:
        discard(preview.instance)
    return len(found)


def _current(instance: Instance) -> DuplicatePreview:
    """The one that is under way; a finished one, or one whose data were discarded, begins anew."""
    preview, _is_new = DuplicatePreview.objects.of(instance).get_or_create(instance=instance)
    if preview.finished_at or preview.discarded_at:
        with database.connect(instance) as connection:
            connection.execute(read("mapping", "forget_duplicates").encode())
        preview.started_at, preview.finished_at, preview.discarded_at = timezone.now(), None, None
        preview.checkpoint, preview.api_calls = {}, 0
        preview.save()
    return preview


def _chunk(instance: Instance, client: Client, preview: DuplicatePreview) -> Standing:
    """The checkpoint says per object: the job, the page that comes next, rows and values so far, and the seconds."""
    name = duplicates_reading.pending(preview)
    if name is None:
        return _compare(instance, preview)
    place = preview.checkpoint.get(name)
    if place is None:
        return _went_on(preview, name, duplicates_reading.ask(instance, client, name))
    try:
        seconds = duplicates_reading.waited(name, place, client)
    except PullFailed:
        _went_on(preview, name, None)  # the next try asks for a fresh job
        raise
    if seconds is None:
        return _standing(preview, wait=LOOK_AGAIN)
    taken = duplicates_reading.take_page(instance, client, name, {**place, "waited": seconds})
    return _went_on(preview, name, taken)


def _compare(instance: Instance, preview: DuplicatePreview) -> Standing:
    """First everybody by address, then by likeness; each in a chunk of its own."""
    with database.connect(instance) as connection:
        if not preview.checkpoint.get("compared"):
            _by_address(instance, connection, preview)
            connection.commit()
            return _went_on(preview, "compared", {"address": True, "read": 0})
        too_large = duplicates_alike.find(connection)
        connection.execute("DROP TABLE IF EXISTS duplicate_group")
        connection.execute(read("mapping", "duplicate_group").encode())
        found = _rows(connection, "duplicate_found")
        counted = _rows(connection, "duplicate_outcomes", {"mailbox": SHARED_MAILBOX})[0]
    preview.found, preview.people = found, counted["people"]
    preview.outcomes = {**_outcomes(counted), "mailboxes": counted["mailboxes"]}
    preview.too_large = {"blocks": len(too_large), "named": too_large[: duplicates_alike.MOST_NAMED]}
    preview.finished_at = timezone.now()
    preview.save(update_fields=["found", "people", "outcomes", "too_large", "finished_at"])
    return _standing(preview)


def _by_address(instance: Instance, connection: Connection, preview: DuplicatePreview) -> None:
    connection.execute(read("mapping", "duplicate_person").encode())
    duplicates_reading.take_those_here(instance, connection)
    connection.execute("DROP TABLE IF EXISTS duplicate_match")
    statement = sql.SQL(read("mapping", "duplicate_match"))
    connection.execute(statement.format(ignores_plus=sql.Literal(preview.ignores_plus)))
    connection.execute("ANALYZE duplicate_match")


def _outcomes(counted: dict[str, Any]) -> dict[str, dict[str, int]]:
    """What each rule would do with those who arrive; the three numbers of a rule make all of them."""
    people, joined, doubtful = counted["people"], counted["joined"], counted["doubtful"]
    joins = {"creates": people - joined - doubtful, "joins": joined, "leaves": doubtful}
    return {
        Joining.BOTH: {"creates": people, "joins": 0, "leaves": 0},
        Joining.CONTACT: joins,
        Joining.RECENT: joins,
        Joining.LATER: {"creates": people - counted["grouped"], "joins": 0, "leaves": counted["grouped"]},
    }


def _rows(connection: Connection, statement: str, asked: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(read("mapping", statement).encode(), asked).fetchall()


def _went_on(preview: DuplicatePreview, name: str, place: dict[str, Any] | None) -> Standing:
    preview.checkpoint = {**preview.checkpoint, name: place}
    preview.save(update_fields=["checkpoint"])
    return _standing(preview)


def _standing(preview: DuplicatePreview, *, wait: float = 0) -> Standing:
    counted = CatalogueObject.objects.of(preview.instance_id).filter(name__in=duplicates_reading.READ)
    records = [count for count in counted.values_list("record_count", flat=True) if count is not None]
    places = [preview.checkpoint.get(name) for name in duplicates_reading.READ]
    so_far = sum(place["read"] for place in places if place)
    is_known = len(records) == len(places) and not filters.conditions(preview.instance).keys() & duplicates_reading.READ
    total = max(so_far, sum(records)) if is_known else None
    is_comparing = duplicates_reading.pending(preview) is None
    return Standing(so_far, total, preview.finished_at is not None, wait, is_comparing)

"""How many people the first sync would make twice: one e-mail address on several leads, several contacts, or both.

Converted leads are no duplicates: they join the person of their contact.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone
from psycopg import sql
from psycopg.rows import dict_row

from apps.mapping.errors import PullFailed
from apps.mapping.models import CatalogueObject, DuplicatePreview
from apps.marketing import database, schema
from apps.marketing.database import Connection
from apps.salesforce import bulk
from apps.salesforce.client import Client
from apps.tenants.models import Instance
from apps.tenants.sql import read

KEPT = datetime.timedelta(days=7)
LOOK_AGAIN = 1.0  # seconds between two looks at a job that is not complete
PULLS = {
    "Lead": "SELECT Id, Email, IsConverted, ConvertedContactId FROM Lead WHERE Email != null",
    "Contact": "SELECT Id, Email FROM Contact WHERE Email != null",
}
COLUMNS = {"Lead": "sfdc_id, email, is_converted, converted_contact_id", "Contact": "sfdc_id, email"}
RULES = {"lead": "duplicates_lead", "contact": "duplicates_contact", "between": "duplicates_between"}


@dataclass(frozen=True)
class Standing:
    """Addresses read of about ``total``. ``wait``: seconds until the org may be ready; 0 to go on at once."""

    read: int
    total: int | None
    is_finished: bool
    wait: float = 0


def advance(instance: Instance, client: Client) -> Standing:
    """One chunk: have an object's addresses prepared, take one page of them, or count. A finished one begins anew."""
    preview = _current(instance)
    before = client.calls
    try:
        return _chunk(instance, client, preview)
    finally:
        DuplicatePreview.objects.of(instance).update(api_calls=F("api_calls") + client.calls - before)


def twice(instance: Instance) -> int:
    """People too many, by all rules together."""
    preview = DuplicatePreview.objects.of(instance).first()
    return sum(rule["twice"] for rule in preview.rules) if preview else 0


def forget_old() -> int:
    """Samples are other people's data: after seven days the counts stay and the samples go."""
    old = DuplicatePreview.objects.everywhere("samples are kept for seven days").filter(
        finished_at__lt=timezone.now() - KEPT
    )
    held = [preview for preview in old if any(rule["samples"] for rule in preview.rules)]
    for preview in held:
        preview.rules = [{**rule, "samples": []} for rule in preview.rules]
        preview.save(update_fields=["rules"])
    return len(held)


def _current(instance: Instance) -> DuplicatePreview:
    preview, _is_new = DuplicatePreview.objects.of(instance).get_or_create(instance=instance)
    if preview.finished_at:
        preview.started_at, preview.finished_at, preview.checkpoint, preview.api_calls = timezone.now(), None, {}, 0
        preview.save()
    return preview


def _chunk(instance: Instance, client: Client, preview: DuplicatePreview) -> Standing:
    """The checkpoint says per object: the job, the page that comes next, the rows so far, and whether all are read."""
    for name, soql in PULLS.items():
        place = preview.checkpoint.get(name)
        if place is None:
            job = bulk.create(client, soql)
            return _went_on(preview, name, {"job": job.id, "locator": None, "read": 0, "done": False})
        if not place["done"]:
            return _read_page(instance, client, preview, name)
    return _count(instance, preview)


def _read_page(instance: Instance, client: Client, preview: DuplicatePreview, name: str) -> Standing:
    place = preview.checkpoint[name]
    if place["locator"] is None and not _is_ready(preview, name, bulk.look(client, place["job"])):
        return _standing(preview, wait=LOOK_AGAIN)
    with bulk.open_page(client, place["job"], place["locator"]) as page:
        rows = _load(instance, name, page)
        following = page.next_locator
    if following is None:
        bulk.delete(client, place["job"])
    return _went_on(
        preview, name, {**place, "locator": following, "read": place["read"] + rows, "done": following is None}
    )


def _is_ready(preview: DuplicatePreview, name: str, job: bulk.Job) -> bool:
    if job.is_over and not job.is_done:
        _went_on(preview, name, None)  # the next try asks for a fresh job
        raise PullFailed(object=name, seen=job.error or job.state)
    return job.is_done


def _load(instance: Instance, name: str, page: bulk.Page) -> int:
    """A page that is read a second time after a crash changes nothing: the record's id decides."""
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        connection.execute(read("mapping", "duplicate_email").encode())
        connection.execute("CREATE TEMP TABLE page (LIKE duplicate_email INCLUDING DEFAULTS) ON COMMIT DROP")
        statement = sql.SQL("COPY page ({0}) FROM STDIN (FORMAT csv, HEADER, FORCE_NULL ({0}))")
        with connection.cursor() as cursor:
            with cursor.copy(statement.format(sql.SQL(COLUMNS[name]))) as copy:
                for chunk in page.chunks():
                    copy.write(chunk)
            rows = cursor.rowcount
            cursor.execute(read("mapping", "keep_page").encode(), {"object": name})
    return rows


def _count(instance: Instance, preview: DuplicatePreview) -> Standing:
    """Then the addresses go: only numbers and a few record ids stay."""
    with database.connect(instance) as connection:
        connection.execute(read("mapping", "duplicate_email").encode())
        preview.rules = [_rule(connection, rule, statement) for rule, statement in RULES.items()]
        preview.people = _one(connection, "duplicate_people")["people"]
        connection.execute("DROP TABLE duplicate_email")
    preview.finished_at = timezone.now()
    preview.save(update_fields=["rules", "people", "finished_at"])
    return _standing(preview)


def _rule(connection: Connection, rule: str, statement: str) -> dict[str, Any]:
    counted = _one(connection, statement)
    return {"rule": rule, **counted, "samples": counted["samples"] or []}


def _one(connection: Connection, statement: str) -> dict[str, Any]:
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(read("mapping", statement).encode()).fetchone()
    return dict(row or {})


def _went_on(preview: DuplicatePreview, name: str, place: dict[str, Any] | None) -> Standing:
    preview.checkpoint = {**preview.checkpoint, name: place}
    preview.save(update_fields=["checkpoint"])
    return _standing(preview)


def _standing(preview: DuplicatePreview, *, wait: float = 0) -> Standing:
    counted = CatalogueObject.objects.of(preview.instance_id).filter(name__in=PULLS)
    records = [count for count in counted.values_list("record_count", flat=True) if count is not None]
    so_far = sum(place["read"] for place in preview.checkpoint.values() if place)
    total = max(so_far, sum(records)) if len(records) == len(PULLS) else None
    return Standing(so_far, total, is_finished=preview.finished_at is not None, wait=wait)

"""Reads what duplicates are known by, of every lead and contact: name, e-mail address, company; in bulk, by pages."""

from __future__ import annotations

import datetime
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from psycopg import sql

from apps.mapping import filters
from apps.mapping.errors import PullFailed
from apps.mapping.models import CatalogueField, DuplicatePreview
from apps.marketing import columns, database, schema
from apps.marketing.database import Connection
from apps.salesforce import bulk
from apps.salesforce.client import Client
from apps.tenants.models import Instance
from apps.tenants.sql import read

FIXED = {"Id": "sfdc_id", "Name": "name", "SystemModstamp": "changed_at"}
READ = {
    "Lead": {**FIXED, "Email": "email", "Company": "company", "IsConverted": "is_converted"},
    "Contact": {**FIXED, "Email": "email", "Account.Name": "company"},
}
HERE = "Here"  # people of the marketing database who are not in Salesforce
LEGAL_FORMS = unicodedata.normalize(
    "NFKD",
    "ab ag as asa aps bv co company corp corporation gbr gmbh group holding holdings inc incorporated kft kg kk limited"
    " llc llp lp ltd mbh nv oy oyj plc pte pty pvt sa sarl sas se sl spa srl the 주식회사 유한회사 株式会社",
).split(" ")


@dataclass
class Fetching:
    """A page's chunks, and the seconds that the org took over them; what we do with them does not count."""

    page: bulk.Page
    seconds: float

    def chunks(self) -> Iterator[bytes]:
        chunks = iter(self.page.chunks())
        while True:
            began = time.monotonic()
            chunk = next(chunks, None)
            self.seconds += time.monotonic() - began
            if chunk is None:
                return
            yield chunk


@dataclass(frozen=True)
class Pace:
    """How quick the org was: values that it sent in so many seconds, and how long a job took it at most."""

    records: int
    values: int
    seconds: float
    waited: float


def pace(preview: DuplicatePreview) -> Pace | None:
    """None before everybody was read."""
    if pending(preview) is not None:
        return None
    places = [preview.checkpoint[name] for name in READ]
    return Pace(
        records=sum(place["read"] for place in places),
        values=sum(place.get("values", 0) for place in places),
        seconds=sum(place.get("seconds", 0.0) for place in places),
        waited=max(place.get("waited", 0.0) for place in places),
    )


def pending(preview: DuplicatePreview) -> str | None:
    """The object that is read next; None when all are read."""
    return next((name for name in READ if not (preview.checkpoint.get(name) or {}).get("done")), None)


def ask(instance: Instance, client: Client, name: str) -> dict[str, Any]:
    """The place of an object whose job was just asked for; only records that will be synced are compared."""
    soql = f"SELECT {', '.join(_fields(instance, name))} FROM {name}"  # noqa: S608 - SOQL, names of our own
    condition = filters.conditions(instance).get(name)
    job = bulk.create(client, f"{soql} WHERE {condition}" if condition else soql)
    return {"job": job.id, "locator": None, "read": 0, "done": False, "asked_at": timezone.now().isoformat()}


def waited(name: str, place: dict[str, Any], client: Client) -> float | None:
    """Seconds that the org took over the job; None while it is not complete. Raises PullFailed."""
    if "waited" in place:
        return float(place["waited"])
    job = bulk.look(client, place["job"])
    if job.is_over and not job.is_done:
        raise PullFailed(object=name, seen=job.error or job.state)
    asked_at = datetime.datetime.fromisoformat(place["asked_at"])
    return (timezone.now() - asked_at).total_seconds() if job.is_done else None


def take_page(instance: Instance, client: Client, name: str, place: dict[str, Any]) -> dict[str, Any]:
    """The place after one page. A page that is read a second time after a crash changes nothing: the id decides."""
    listed = _fields(instance, name)
    began = time.monotonic()
    with bulk.open_page(client, place["job"], place["locator"]) as page:
        fetching = Fetching(page, time.monotonic() - began)
        rows = _load(instance, name, [READ[name][field] for field in listed], fetching)
        following = page.next_locator
    if following is None:
        bulk.delete(client, place["job"])
    return {
        **place,
        "locator": following,
        "read": place["read"] + rows,
        "values": place.get("values", 0) + rows * len(listed),
        "seconds": place.get("seconds", 0) + fetching.seconds,
        "done": following is None,
    }


def take_those_here(instance: Instance, connection: Connection) -> None:
    """People whom only the marketing database knows are compared as well."""
    known = columns.names_of(columns.present(connection, instance), "person")
    shown = {
        name: sql.Identifier(column) if column in known else sql.NULL
        for name, column in {"email": "email_address", "company": "company_name"}.items()
    }
    connection.execute(sql.SQL(read("mapping", "people_here")).format(**shown))
    keep(connection, HERE)


def _fields(instance: Instance, name: str) -> list[str]:
    """What the sync user may read of them; one hidden field would refuse the whole query."""
    seen = set(
        CatalogueField.objects.of(instance).filter(object__name=name, is_visible=True).values_list("name", flat=True)
    )
    return [
        field for field in READ[name] if not seen or field in seen or (field == "Account.Name" and "AccountId" in seen)
    ]


def _load(instance: Instance, name: str, into: list[str], page: Fetching) -> int:
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        connection.execute(read("mapping", "duplicate_person").encode())
        connection.execute("CREATE TEMP TABLE page (LIKE duplicate_person INCLUDING DEFAULTS) ON COMMIT DROP")
        connection.execute("ALTER TABLE page ALTER number DROP NOT NULL, ALTER object DROP NOT NULL")
        statement = sql.SQL("COPY page ({0}) FROM STDIN (FORMAT csv, HEADER, FORCE_NULL ({0}))")
        named = sql.SQL(", ").join(sql.Identifier(column) for column in into)
        with connection.cursor() as cursor:
            with cursor.copy(statement.format(named)) as copy:
                for chunk in page.chunks():
                    copy.write(chunk)
            rows = cursor.rowcount
        keep(connection, name)
    return rows


def keep(connection: Connection, name: str) -> None:
    """What the temporary table ``page`` holds."""
    connection.execute(read("mapping", "keep_page").encode(), {"object": name, "forms": LEGAL_FORMS})

"""The way that anybody would try first: a Salesforce library reads CSV, and Django's bulk_create writes objects."""

from __future__ import annotations

import csv
import io
import time
from typing import Any

import requests
from django.db import models
from psycopg import sql
from simple_salesforce import Salesforce

from apps.connections.models import Connection
from apps.marketing import database
from apps.sync import plan
from apps.tenants.models import Instance

KINDS: dict[str, type[models.Field]] = {
    "text": models.TextField,
    "numeric": models.DecimalField,
    "boolean": models.BooleanField,
    "date": models.DateField,
    "timestamptz": models.DateTimeField,
    "time": models.TimeField,
}
BATCH = 1000


class Plain(requests.Session):
    """The library writes https before every address; the practice org speaks http."""

    def request(self, method: str, url: str, *args: Any, **options: Any) -> requests.Response:  # type: ignore[override]
        return super().request(method, url.replace("https://", "http://", 1), *args, **options)


def rows_per_s(instance: Instance, most: int) -> float:
    """From the question to the last row, for up to ``most`` Leads and every mapped field."""
    leads, connected = plan.of(instance, "Lead"), Connection.objects.of(instance).get()
    address = connected.instance_url.replace("http:", "https:")
    salesforce = Salesforce(instance_url=address, session_id=connected.access_token, version="60.0", session=Plain())
    model = _model(instance)
    began, number = time.monotonic(), 0
    for page in salesforce.bulk2.Lead.query(leads.soql(leads.everything), max_records=most):
        reader = csv.reader(io.StringIO(page, newline=""))
        next(reader)
        for batch in _batches(reader):
            model.objects.bulk_create([_made(model, row) for row in batch])
            number += len(batch)
        break
    return number / (time.monotonic() - began)


def _model(instance: Instance) -> Any:
    leads, schema = plan.of(instance, "Lead"), database.schema_name(instance)
    with database.connect(instance) as connection:
        connection.execute("DROP TABLE IF EXISTS obvious")
        connection.execute(sql.SQL("CREATE TABLE obvious (LIKE {} INCLUDING ALL)").format(leads.table))
    meta = type("Meta", (), {"app_label": "sync", "managed": False, "db_table": f'{schema}"."obvious'})
    fields = {pair.column: _field(str(pair.type), is_key=pair.column == plan.KEY) for pair in leads.pairs}
    return type("Obvious", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


def _field(kind: str, *, is_key: bool) -> models.Field:
    digits = {"max_digits": 40, "decimal_places": 10} if kind == "numeric" else {}
    return KINDS[kind](primary_key=is_key, null=not is_key, **digits)


def _made(model: Any, row: list[str]) -> Any:
    fields = model._meta.concrete_fields  # noqa: SLF001  Django documents it for this use
    return model(**{field.attname: _value(field, text) for field, text in zip(fields, row, strict=True)})


def _value(field: Any, text: str) -> Any:
    if isinstance(field, models.BooleanField):
        return text == "true" if text else None
    return field.to_python(text.removesuffix("Z") if isinstance(field, models.TimeField) else text) if text else None


def _batches(reader: Any) -> Any:
    batch = []
    for row in reader:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch

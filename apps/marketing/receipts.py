"""A receipt: which fields were created, by which accepted text, by whom and when; it lies beside the data."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from apps.marketing.database import Connection
from apps.marketing.types import ColumnType
from apps.tenants.sql import read


@dataclass(frozen=True)
class NewField:
    """A column to be created for good. ``sources`` say what feeds it, as ``Lead.Title``."""

    kind: str
    name: str
    label: str
    type: ColumnType
    sources: tuple[str, ...] = ()

    @classmethod
    def stored(cls, values: dict[str, Any]) -> NewField:
        return cls(**{**values, "type": ColumnType(values["type"]), "sources": tuple(values["sources"])})

    @property
    def column(self) -> tuple[str, str, ColumnType]:
        return self.kind, self.name, self.type


@dataclass(frozen=True)
class Accepted:
    """What a person agreed to: the hash of the list as shown, the text, and who."""

    list_hash: str
    statement: str
    by: Any


@dataclass(frozen=True)
class Receipt:
    number: int
    list_hash: str
    statement: str
    fields: tuple[NewField, ...]
    accepted_by: str
    accepted_by_id: int | None
    created_at: datetime.datetime


def digest(fields: Sequence[NewField]) -> str:
    """SHA-256 of the exact list; another order is another list."""
    return hashlib.sha256(json.dumps([asdict(each) for each in fields], sort_keys=True).encode()).hexdigest()


def every(connection: Connection) -> list[Receipt]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return [_receipt(row) for row in cursor.execute(read("marketing", "receipts").encode())]


def find(connection: Connection, list_hash: str) -> Receipt | None:
    return next((each for each in every(connection) if each.list_hash == list_hash), None)


def write(connection: Connection, fields: Sequence[NewField], accepted: Accepted) -> Receipt:
    values = {
        "list_hash": accepted.list_hash,
        "statement": accepted.statement,
        "fields": Jsonb([asdict(each) for each in fields]),
        "accepted_by": str(accepted.by or ""),
        "accepted_by_id": getattr(accepted.by, "pk", None),
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(read("marketing", "insert_receipt").encode(), values).fetchone()
    assert row is not None  # noqa: S101 - RETURNING answers with the row
    return _receipt(row)


def _receipt(row: dict[str, Any]) -> Receipt:
    return Receipt(**{**row, "fields": tuple(NewField.stored(each) for each in row["fields"])})

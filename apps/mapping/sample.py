"""Real records of the org through the mapping: what Salesforce says, what will be stored. Nothing of it is kept."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from apps.mapping import pairs, standard
from apps.mapping.models import CatalogueField
from apps.marketing.types import ColumnType
from apps.salesforce.client import Client
from apps.tenants.models import Instance

SIZE = 10


@dataclass(frozen=True)
class Value:
    """``stored`` is None for nothing; ``fits`` is false where the column can't take what Salesforce says."""

    source: str
    label: str
    column: str
    said: Any
    stored: Any
    fits: bool


@dataclass(frozen=True)
class Record:
    id: str
    name: str
    values: tuple[Value, ...]


def take(instance: Instance, client: Client, object_name: str, *, skip: int = 0) -> list[Record]:
    """Ten records, the latest changed first; ``skip`` asks for ten others. One call."""
    listed = pairs.of(instance, object_name)
    sources = ", ".join(pair.source for pair in listed)
    soql = f"SELECT {sources} FROM {object_name} ORDER BY SystemModstamp DESC LIMIT {SIZE} OFFSET {skip}"  # noqa: S608
    labels = _labels(instance, object_name)
    shown = [pair for pair in listed if not standard.is_fixed(object_name, pair.source)]
    return [_record(record, shown, labels) for record in client.query(soql)["records"]]


def store(said: Any, type_: ColumnType) -> Any:
    """What the column will hold. Raises ValueError for a value that it can't."""
    if said is None or said == "":
        return None
    try:
        return STORED[type_](said)
    except (InvalidOperation, TypeError) as error:
        raise ValueError(said) from error


def _labels(instance: Instance, object_name: str) -> dict[str, str]:
    rows = CatalogueField.objects.of(instance).filter(object__name=object_name)
    return dict(rows.values_list("name", "label"))


def _record(record: dict[str, Any], shown: list[pairs.Pair], labels: dict[str, str]) -> Record:
    values = tuple(_value(record.get(pair.source), pair, labels) for pair in shown)
    return Record(record["Id"], str(record.get("Name") or record["Id"]), values)


def _value(said: Any, pair: pairs.Pair, labels: dict[str, str]) -> Value:
    label = labels.get(pair.source, pair.source)
    try:
        return Value(pair.source, label, pair.column, said, store(said, pair.type), fits=True)
    except ValueError:
        return Value(pair.source, label, pair.column, said, None, fits=False)


def _boolean(said: Any) -> bool:
    if str(said).lower() not in {"true", "false"}:
        raise ValueError(said)
    return str(said).lower() == "true"


STORED: dict[ColumnType, Callable[[Any], Any]] = {
    ColumnType.TEXT: str,
    ColumnType.NUMERIC: lambda said: Decimal(str(said)),
    ColumnType.BOOLEAN: _boolean,
    ColumnType.DATE: datetime.date.fromisoformat,
    ColumnType.TIMESTAMPTZ: datetime.datetime.fromisoformat,
    ColumnType.TIME: datetime.time.fromisoformat,
}

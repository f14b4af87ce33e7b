"""Real records of the org through the mapping: what Salesforce says, what will be stored. Nothing of it is kept."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from apps.mapping import fitting, pairs, standard
from apps.mapping.models import CatalogueField
from apps.marketing.types import ColumnType
from apps.salesforce.client import Client
from apps.tenants.models import Instance

MOST = 100
WITH_ADDRESS = ("Lead", "Contact")


@dataclass(frozen=True)
class Value:
    """``stored`` is None for nothing; ``fits`` is false where the column can't take what Salesforce says."""

    source: str
    label: str
    column: str
    type: ColumnType
    said: Any
    stored: Any
    fits: bool


@dataclass(frozen=True)
class Record:
    id: str
    name: str
    values: tuple[Value, ...]

    @property
    def failing(self) -> int:
        return sum(not value.fits for value in self.values)


def take(
    instance: Instance, client: Client, object_name: str, *, size: int = 10, skip: int = 0, named: Sequence[str] = ()
) -> list[Record]:
    """The latest changed first; ``skip`` asks for others, ``named`` for these Ids and e-mail addresses. One call."""
    listed = pairs.of(instance, object_name)
    which = f"WHERE {_condition(named)} LIMIT {MOST}" if named else _latest(size, skip)
    soql = f"SELECT {', '.join(pair.source for pair in listed)} FROM {object_name} {which}"  # noqa: S608
    labels = _labels(instance, object_name)
    shown = [pair for pair in listed if not standard.is_fixed(object_name, pair.source)]
    said = client.query(soql)["records"]
    wrong = _wrong(instance, said, shown)
    return [_record(record, place, shown, labels, wrong) for place, record in enumerate(said)]


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


def _latest(size: int, skip: int) -> str:
    return f"ORDER BY SystemModstamp DESC LIMIT {size} OFFSET {skip}"


def _condition(named: Sequence[str]) -> str:
    addresses = [each for each in named if "@" in each]
    ids = [each for each in named if "@" not in each]
    listed = {"Id": ids, "Email": addresses}
    return " OR ".join(f"{field} IN ({', '.join(map(_quoted, said))})" for field, said in listed.items() if said)


def _quoted(said: str) -> str:
    plain = said.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{plain}'"


def _wrong(instance: Instance, said: list[dict[str, Any]], shown: list[pairs.Pair]) -> set[tuple[int, str]]:
    """Place of the record and column, where PostgreSQL would refuse the value."""
    cells: dict[str, list[tuple[int, str]]] = defaultdict(list)
    values: dict[str, list[Any]] = defaultdict(list)
    for place, record in enumerate(said):
        for pair in shown:
            if record.get(pair.source) not in (None, ""):
                cells[pair.type].append((place, pair.column))
                values[pair.type].append(record[pair.source])
    found = fitting.misfits(instance, values)
    return {cells[type_][number] for type_, numbers in found.items() for number in numbers}


def _record(
    record: dict[str, Any], place: int, shown: list[pairs.Pair], labels: dict[str, str], wrong: set[tuple[int, str]]
) -> Record:
    values = tuple(
        _value(record.get(pair.source), pair, labels, fits=(place, pair.column) not in wrong) for pair in shown
    )
    return Record(record["Id"], str(record.get("Name") or record["Id"]), values)


def _value(said: Any, pair: pairs.Pair, labels: dict[str, str], *, fits: bool) -> Value:
    label = labels.get(pair.source, pair.source)
    try:
        stored = store(said, pair.type) if fits else None
    except ValueError:
        stored = said  # PostgreSQL reads more ways of writing than we do
    return Value(pair.source, label, pair.column, pair.type, said, stored, fits)


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

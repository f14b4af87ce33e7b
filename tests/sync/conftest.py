"""An instance with its marketing database, and pages as Salesforce writes them."""

from __future__ import annotations

import pytest

from apps.mapping.objects import OBJECTS
from apps.mapping.pairs import Pair
from apps.marketing import database
from apps.marketing.types import ColumnType
from apps.sync import schema
from apps.sync.plan import Plan
from tests import makers
from tests.placement import placement  # noqa: F401

COLUMNS = {
    "NumberOfEmployees": ("number_of_employees", ColumnType.NUMERIC),
    "Company": ("company", ColumnType.TEXT),
    "HasOptedOutOfEmail": ("has_opted_out", ColumnType.BOOLEAN),
    "Birthday__c": ("birthday", ColumnType.DATE),
    "Call_At__c": ("call_at", ColumnType.TIME),
}
STAMP = "2026-01-31T10:00:00.000Z"
LATER = "2026-01-31T11:00:00.000Z"


@pytest.fixture
def instance(db, placement):  # noqa: F811
    return makers.instance()


@pytest.fixture
def connection(instance):
    with database.connect(instance) as opened:
        schema.ensure(opened, instance)
        for column, type_ in COLUMNS.values():
            opened.execute(f"ALTER TABLE person ADD COLUMN {column} {type_}")
        opened.commit()
        yield opened


@pytest.fixture
def plan():
    lead = OBJECTS["Lead"]
    fixed = [Pair(source, column, lead.kind.type_of(column)) for source, column in lead.fixed]
    return Plan(lead, (*fixed, *(Pair(source, *column) for source, column in COLUMNS.items())))


def lead_id(number):
    return f"00Q{number:012d}AAA"


def record(number, **values):
    return {"Id": lead_id(number), "SystemModstamp": STAMP, "Name": f"Lead {number}", "IsDeleted": "false", **values}


def page(plan, *records, header=True):
    """CSV as Bulk writes it: every value quoted, nothing for null."""
    lines = [plan.sources] if header else []
    lines += [[each.get(source, "") for source in plan.sources] for each in records]
    quoted = [",".join('"' + value.replace('"', '""') + '"' for value in line) for line in lines]
    body = "".join(f"{line}\n" for line in quoted).encode()
    return lambda: iter([body[at : at + 64] for at in range(0, len(body), 64)])

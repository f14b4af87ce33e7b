"""Whatever value an org holds in a field of whatever type, it lands equal, or it becomes a row error."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.mapping.objects import OBJECTS
from apps.mapping.pairs import Pair
from apps.mapping.types import BY_TYPE
from apps.marketing.types import ColumnType
from apps.sync import loader
from apps.sync.plan import Plan
from tests.sync.conftest import lead_id, page, record

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=255)
LONG_TEXT = st.sampled_from(["語" * 32_768, "\r\n" * 65_536, '"' * 131_072])
DOUBLE = st.floats(-1e18, 1e18, allow_nan=False).map(repr)
DECIMAL = st.builds(
    lambda digits, scale: format(Decimal(digits).scaleb(-scale), "f"),
    st.integers(-(10**18) + 1, 10**18 - 1),
    st.integers(0, 17),
)
WHOLE = st.integers(-(2**31), 2**31 - 1).map(str)
DAY = st.dates(datetime.date(1700, 1, 1), datetime.date(4000, 12, 31))
CLOCK = st.times().map(lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000))
INSTANT = st.builds(lambda day, clock: datetime.datetime.combine(day, clock, datetime.UTC), DAY, CLOCK)
ID = st.from_regex(r"\A[a-zA-Z0-9]{15}[A-Z0-5]{3}\Z")
NUMBER = st.one_of(DECIMAL, DOUBLE)
SEVERAL = st.lists(TEXT, min_size=1, max_size=5).map(";".join)
HELD = {
    **dict.fromkeys(["string", "picklist", "combobox", "email", "phone", "url", "encryptedstring"], TEXT),
    **dict.fromkeys(["id", "reference"], ID),
    "textarea": st.one_of(TEXT, LONG_TEXT),
    "multipicklist": SEVERAL,
    "boolean": st.sampled_from(["true", "false"]),
    "int": WHOLE,
    "long": st.integers(-(2**63), 2**63 - 1).map(str),
    **dict.fromkeys(["double", "currency", "percent"], NUMBER),
    "date": DAY.map(str),
    "datetime": INSTANT.map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"),
    "time": CLOCK.map(lambda at: f"{at:%H:%M:%S}.{at.microsecond // 1000:03}Z"),
}
READ = {
    ColumnType.TEXT: str,
    ColumnType.NUMERIC: Decimal,
    ColumnType.BOOLEAN: "true".__eq__,
    ColumnType.DATE: datetime.date.fromisoformat,
    ColumnType.TIMESTAMPTZ: datetime.datetime.fromisoformat,
    ColumnType.TIME: lambda text: datetime.time.fromisoformat(text.removesuffix("Z")),
}
WRONG = {
    ColumnType.NUMERIC: ["1,000", "N/A", "--", "٣", "5 000", "€ 5", "1.2.3"],
    ColumnType.BOOLEAN: ["maybe", "2", "wahr"],
    ColumnType.DATE: ["2026-02-30", "0000-00-00", "31.12.2026 at noon", "10000000-01-01"],
    ColumnType.TIMESTAMPTZ: ["2026-02-30T10:00:00.000Z", "2026-01-01T25:00:00.000Z", "soon"],
    ColumnType.TIME: ["25:00:00.000Z", "10:60:00.000Z", "noon"],
}
SURPRISES = {
    name: st.sampled_from([None, *WRONG.get(type_, [])]) if type_ in WRONG else st.none()
    for name, type_ in BY_TYPE.items()
}
RECORDS = st.lists(st.tuples(st.fixed_dictionaries(HELD), st.fixed_dictionaries(SURPRISES)), min_size=1, max_size=3)
COLUMNS = {name: Pair(f"A_{name}__c", f"a_{name}", type_) for name, type_ in BY_TYPE.items()}


@pytest.fixture
def wide(connection):
    """Leads with a column for every Salesforce type that has one."""
    for pair in COLUMNS.values():
        connection.execute(f"ALTER TABLE person ADD COLUMN {pair.column} {pair.type}")
    connection.commit()
    lead = OBJECTS["Lead"]
    fixed = [Pair(source, column, lead.kind.type_of(column)) for source, column in lead.fixed]
    return Plan(lead, (*fixed, *COLUMNS.values()))


def empty(connection, plan, records):
    return loader.into_empty(connection, plan, page(plan, *records), len(records))


def filled(connection, plan, records):
    return loader.into_filled(connection, plan, page(plan, *records), len(records))


def rest(connection, plan, records):
    return loader.from_rest(connection, plan, [_json(each) for each in records])


def _json(record):
    """As REST answers: a checkbox and a number are no texts, and a time zone is written out."""
    return {source: _value(source, text) for source, text in record.items()}


def _value(source, text):
    type_ = next((pair.type for pair in COLUMNS.values() if pair.source == source), ColumnType.TEXT)
    if text in {"true", "false"} and type_ == ColumnType.BOOLEAN:
        return text == "true"
    if type_ == ColumnType.NUMERIC and text not in WRONG[type_]:
        return int(text) if text.lstrip("-").isdigit() else float(text)
    return text.removesuffix("Z") + "+0000" if type_ == ColumnType.TIMESTAMPTZ else text


def test_every_type_with_a_column_is_tried():
    assert HELD.keys() == BY_TYPE.keys()


@pytest.mark.parametrize("load", [empty, filled, rest])
class TestAnyValue:
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(told=RECORDS)
    def test_lands_equal_or_becomes_a_row_error(self, connection, wide, load, told):
        connection.execute("TRUNCATE person_lead, sync_row_error")
        records = [
            record(number, **{COLUMNS[name].source: value for name, value in (held | _surprising(surprises)).items()})
            for number, (held, surprises) in enumerate(told)
        ]

        loaded = load(connection, wide, records)

        wrong = set(connection.execute("SELECT record_id, field FROM sync_row_error").fetchall())
        names = ", ".join(pair.column for pair in COLUMNS.values())
        here = connection.execute(f"SELECT {names} FROM person_lead ORDER BY sfdc_id").fetchall()
        assert loaded.rows == len(here) == len(records)
        for number, (held, surprises) in enumerate(told):
            for at, (name, pair) in enumerate(COLUMNS.items()):
                is_wrong = surprises[name] is not None
                assert ((lead_id(number), pair.source) in wrong) == is_wrong, (name, surprises[name])
                assert here[number][at] == (None if is_wrong else _expected(load, pair.type, held[name])), name
        connection.rollback()


def _surprising(surprises):
    return {name: value for name, value in surprises.items() if value is not None}


def _expected(load, type_, text):
    """REST gives a number as the double that Salesforce reckons with."""
    is_double = load is rest and type_ == ColumnType.NUMERIC and not text.lstrip("-").isdigit()
    return Decimal(repr(float(text))) if is_double else READ[type_](text)

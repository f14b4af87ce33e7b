"""Whatever a page holds, each record lands equal, or without exactly the values that have a row error.

The page comes over real HTTP, zipped, as Bulk sends it: any text in any column, columns of any name and type.
"""

from __future__ import annotations

import dataclasses
import datetime
import gzip
import string
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from apps.mapping.pairs import Pair
from apps.marketing import names
from apps.marketing.types import ColumnType
from apps.salesforce.client import Client
from apps.sync import checkpoints, pages
from apps.sync.reader import Reader
from tests.salesforce.scripted import Reply, ScriptedOrg
from tests.sync.conftest import Onlooker, lead_id, page, record

BAD = object()  # a value that has to become a row error
LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
TRAPS = ["\\.", "\n\\.\n", '"', '""', ",", "\r\n", "\r", "NULL", "\\N", "'; --", "\ufeff", "{}", "%s", "x" * 200_000]
TEXTS = st.one_of(st.text(LETTERS, max_size=40), st.sampled_from(TRAPS)).map(lambda text: (text, text or None))
# a NUL cannot be kept; everything around it is
NULS = st.text(LETTERS, max_size=5).map(lambda text: (f"a\0{text}\0b", f"a{text}b"))


TIMES = st.times().map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))
MOMENTS = st.datetimes(timezones=st.just(datetime.UTC)).map(
    lambda at: (f"{at:%Y-%m-%dT%H:%M:%S}.000Z".zfill(24), at.replace(microsecond=0))
)


def worth(good, *bad):
    """Texts beside what they mean; nothing at all means null, whatever the type."""
    return st.one_of(good, st.sampled_from([(text, BAD) for text in bad] + [("", None)]))


VALUES = {
    ColumnType.TEXT: st.one_of(TEXTS, NULS),
    ColumnType.NUMERIC: worth(
        st.one_of(
            st.integers(-(10**30), 10**30).map(lambda number: (f"{number}.0", Decimal(number))),
            st.decimals(-(10**12), 10**12, places=6).map(lambda number: (str(number), number)),
            st.just(("9" * 3000, Decimal("9" * 3000))),
            st.just(("1.5E7", Decimal(15_000_000))),
        ),
        "many", "1,000", "--", "٣", "5 000", "1E999999", "50-100", "5.0.0",
    ),
    ColumnType.BOOLEAN: worth(st.booleans().map(lambda given: (str(given).lower(), given)), "maybe", "2", "tru e"),
    ColumnType.DATE: worth(st.dates().map(lambda day: (str(day), day)), "2026-02-30", "soon", "0000-00-00", "31.12."),
    ColumnType.TIME: worth(TIMES.map(lambda at: (f"{at.isoformat('milliseconds')}Z", at)), "25:00:00.000Z", "noon"),
    ColumnType.TIMESTAMPTZ: worth(MOMENTS, "2026-13-01T00:00:00.000Z", "yesterday-ish"),
}  # fmt: skip
# reserved words, system columns, the names that our own statements use, two that end in the same column
NAMES = (
    "Select", "From", "Null", "Order__c", "User", "Table__c", "Ctid__c", "Xmin__c", "Tableoid__c", "Oid__c", "Page",
    "Here__c", "Part__c", "Value__c", "Field__c", "Type", "Wrong__c", "Record", "Arriving", "Is_Indexed__c", "Reason",
    "Some_Name__c", "SomeName", "ns__Group__c", "Owner.Name", "X" * 80, "1st__c", "Sfdc_Id__c", "IDs__c", "a_b__c",
)  # fmt: skip
API_NAME = st.one_of(
    st.sampled_from(NAMES),
    st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=40).map(lambda text: f"F{text}__c"),
)
FIELDS = st.lists(
    st.tuples(API_NAME, st.sampled_from(list(ColumnType))),
    min_size=1,
    max_size=5,
    unique_by=lambda field: field[0].casefold(),
)


@st.composite
def tables(draw):
    """Fields, and records with a text and its meaning for each of them."""
    fields = draw(FIELDS)
    return fields, draw(st.lists(st.tuples(*(VALUES[type_] for _source, type_ in fields)), max_size=6))


@pytest.fixture(scope="module")
def org():
    scripted = ScriptedOrg()
    yield scripted
    scripted.close()


@pytest.mark.parametrize("is_direct", [True, False], ids=["empty", "filled"])
class TestAnyPage:
    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(table=tables())
    def test_lands_equal_or_as_row_errors(self, connection, plan, org, is_direct, table):
        connection.rollback()  # the example before
        given, told = table
        fields = pairs(plan, given)
        wide = widened(connection, plan, fields)
        sources = [field.source for field in fields]
        records = [
            record(number, **dict(zip(sources, (text for text, _meant in values), strict=True)))
            for number, values in enumerate(told)
        ]
        org.answers(bulk_page(b"".join(page(wide, *records)()), len(records)))

        place = pages.from_bulk(reader(connection, org), wide, begun(connection, is_direct=is_direct))

        assert (place.is_done, place.rows) == (True, len(records))
        assert landed(connection, fields) == [
            (lead_id(number), *(None if meant is BAD else meant for _text, meant in values))
            for number, values in enumerate(told)
        ]
        assert set_aside(connection) == {
            (lead_id(number), source)
            for number, values in enumerate(told)
            for source, (_text, meant) in zip(sources, values, strict=True)
            if meant is BAD
        }


def pairs(plan, given):
    """The columns are called as the portal calls them."""
    made, taken = [], {pair.column for pair in plan.pairs} | {column.name for column in plan.object.kind.columns}
    for source, type_ in given:
        made.append(Pair(source, names.propose(source, taken).name, type_))
        taken.add(made[-1].column)
    return made


def widened(connection, plan, fields):
    for field in fields:
        statement = sql.SQL("ALTER TABLE person ADD COLUMN {} {}")
        connection.execute(statement.format(sql.Identifier(field.column), sql.SQL(field.type)))
    return dataclasses.replace(plan, pairs=(*plan.pairs, *fields))


def bulk_page(content, rows):
    headers = {"Content-Type": "text/csv", "Content-Encoding": "gzip", "Sforce-Locator": "null"}
    return Reply(200, gzip.compress(content, 1), {**headers, "Sforce-NumberOfRecords": str(rows)})


def reader(connection, org):
    client = Client(org.url, "token", practice_url=org.url)
    return Reader(connection, client, Onlooker(), cycle=1, deadline=0, on_page=lambda _place: None)


def begun(connection, *, is_direct):
    checkpoints.lay(connection, ["Lead"], "initial")
    place = checkpoints.of(connection, "initial")["Lead"]
    return checkpoints.move(connection, place, job_id="750A", way="bulk", is_direct=is_direct)


def landed(connection, fields):
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    return connection.execute(
        sql.SQL("SELECT sfdc_id, {} FROM person_lead ORDER BY sfdc_id").format(columns)
    ).fetchall()


def set_aside(connection):
    return set(connection.execute("SELECT record_id, field FROM sync_row_error WHERE NOT is_refused").fetchall())

from __future__ import annotations

import pytest

from apps.sync import loader
from apps.sync.errors import PageUnreadable
from tests.sync.conftest import LATER, STAMP, lead_id, page, record


def rows(connection, columns="sfdc_id, name"):
    return connection.execute(f"SELECT {columns} FROM person_lead ORDER BY sfdc_id").fetchall()


def set_aside(connection):
    return connection.execute(
        "SELECT record_id, field, value, is_refused FROM sync_row_error ORDER BY record_id, field"
    ).fetchall()


class IntoEmpty:
    @staticmethod
    def load(connection, plan, chunks, announced):
        return loader.into_empty(connection, plan, chunks, announced)


class IntoFilled:
    @staticmethod
    def load(connection, plan, chunks, announced):
        return loader.into_filled(connection, plan, chunks, announced)


@pytest.fixture(params=[IntoEmpty, IntoFilled], ids=["empty", "filled"])
def way(request):
    return request.param


class TestAPage:
    def test_lands_whole(self, connection, plan, way):
        first = record(1, NumberOfEmployees="5.0", Company='Say "Ahoy",\nand mean it', HasOptedOutOfEmail="true")
        second = record(2, Birthday__c="1990-02-28", Call_At__c="10:15:00.000Z", Company="")

        loaded = way.load(connection, plan, page(plan, first, second), 2)

        assert (loaded.rows, loaded.refused, loaded.errors) == (2, 0, 0)
        assert rows(connection, "number_of_employees, company, has_opted_out, birthday::text, call_at::text") == [
            (5, 'Say "Ahoy",\nand mean it', True, None, None),
            (None, None, None, "1990-02-28", "10:15:00"),
        ]

    def test_lands_without_the_values_that_their_types_refuse(self, connection, plan, way):
        bad = record(2, NumberOfEmployees="50-100", Birthday__c="soon", Company="Kept")

        loaded = way.load(connection, plan, page(plan, record(1), bad, record(3)), 3)

        assert (loaded.rows, loaded.errors) == (3, 2)
        assert rows(connection, "sfdc_id, company, number_of_employees")[1] == (lead_id(2), "Kept", None)
        assert set_aside(connection) == [
            (lead_id(2), "Birthday__c", "soon", False),
            (lead_id(2), "NumberOfEmployees", "50-100", False),
        ]

    def test_refuses_only_records_with_a_bad_id_or_stamp(self, connection, plan, way):
        no_id, short_id = record(1, Id=""), record(1, Id="00Q12")
        no_stamp, bad_stamp = record(2, SystemModstamp=""), record(3, SystemModstamp="yesterday-ish")

        loaded = way.load(connection, plan, page(plan, no_id, short_id, no_stamp, bad_stamp, record(4)), 5)

        assert (loaded.rows, loaded.refused) == (1, 4)
        assert rows(connection) == [(lead_id(4), "Lead 4")]
        assert set_aside(connection) == [
            ("", "Id", None, True),
            (lead_id(2), "SystemModstamp", None, True),
            (lead_id(3), "SystemModstamp", "yesterday-ish", True),
            ("00Q12", "Id", "00Q12", True),
        ]

    def test_keeps_the_newest_of_several_versions_of_a_record(self, connection, plan, way):
        older, newer = record(1, Name="Old"), record(1, Name="New", SystemModstamp=LATER)

        way.load(connection, plan, page(plan, newer, older, record(2)), 3)

        assert rows(connection) == [(lead_id(1), "New"), (lead_id(2), "Lead 2")]

    def test_survives_broken_letters(self, connection, plan, way):
        whole = b"".join(page(plan, record(1, Company="Caf~"))()).replace(b"~", b"\xe9")

        loaded = way.load(connection, plan, lambda: iter([whole]), 1)

        assert loaded.rows == 1
        assert rows(connection, "company") == [("Caf\ufffd",)]

    def test_sets_aside_a_text_that_no_index_can_hold(self, connection, plan, way):
        connection.execute("CREATE INDEX ON person (company)")
        noise = "".join(chr(0x4E00 + n * 7 % 20000) for n in range(9000))

        loaded = way.load(connection, plan, page(plan, record(1, Company=noise), record(2, Company="Short")), 2)

        assert (loaded.rows, loaded.errors) == (2, 1)
        assert rows(connection, "company") == [(None,), ("Short",)]

    def test_may_have_several_faults_at_once(self, connection, plan, way):
        connection.execute("CREATE INDEX ON person (company)")
        noise = "".join(chr(0x4E00 + n * 7 % 20000) for n in range(9000))
        both, doubled = record(1, Company=noise, NumberOfEmployees="many"), record(2, Company=noise)

        loaded = way.load(connection, plan, page(plan, both, doubled, doubled, record(3, Id="short"), record(4)), 5)

        assert (loaded.refused, loaded.errors) == (1, 3)
        assert rows(connection, "sfdc_id, company") == [(lead_id(n), None) for n in (1, 2, 4)]

    def test_may_have_lost_its_header(self, connection, plan, way):
        loaded = way.load(connection, plan, page(plan, record(1), header=False), 1)

        assert loaded.rows == 1

    def test_may_be_empty(self, connection, plan, way):
        assert way.load(connection, plan, page(plan), 0).rows == 0
        assert way.load(connection, plan, lambda: iter([]), 0).rows == 0

    def test_may_come_without_a_number_of_records(self, connection, plan, way):
        loaded = way.load(connection, plan, page(plan, record(1), record(2, NumberOfEmployees="many")), None)

        assert (loaded.rows, loaded.errors) == (2, 1)

    def test_is_turned_down_when_its_columns_are_others(self, connection, plan, way):
        with pytest.raises(PageUnreadable):
            way.load(connection, plan, lambda: iter([b'"Id","Name"\n"x","y"\n']), 1)

    def test_is_turned_down_when_it_is_shorter_than_announced(self, connection, plan, way):
        with pytest.raises(PageUnreadable, match="3 records announced, 2 came"):
            way.load(connection, plan, page(plan, record(1), record(2)), 3)

    def test_is_turned_down_when_it_is_no_table(self, connection, plan, way):
        head = b",".join(source.encode() for source in plan.sources)

        with pytest.raises(PageUnreadable):
            way.load(connection, plan, lambda: iter([head + b'\n"00Q000000000001AAA","and no more"\n']), 1)


class TestAFilledTable:
    @pytest.fixture(autouse=True)
    def _filled(self, connection, plan):
        loader.into_empty(connection, plan, page(plan, *(record(n, Company="First") for n in (1, 2, 3))), 3)

    def test_takes_newer_versions_and_keeps_its_own_against_older_ones(self, connection, plan):
        older = record(1, Company="Older", SystemModstamp="2020-01-01T00:00:00.000Z")
        newer = record(2, Company="Newer", SystemModstamp=LATER)

        loader.into_filled(connection, plan, page(plan, older, newer), 2)

        assert rows(connection, "company") == [("First",), ("Newer",), ("First",)]

    def test_says_what_changed(self, connection, plan):
        updated, touched = (
            record(1, Company="Second", SystemModstamp=LATER),
            record(2, Company="First", SystemModstamp=LATER),
        )
        same, gone, new = record(3, Company="First"), record(8, IsDeleted="true"), record(9)

        loaded = loader.into_filled(connection, plan, page(plan, updated, touched, same, gone, new), 5, counts=True)

        assert loaded.tally == loader.Tally(new=1, updated=1, deleted=0, skipped=1)
        assert rows(connection, "sfdc_id") == [(lead_id(n),) for n in (1, 2, 3, 9)]

    def test_keeps_a_deleted_person_and_says_so(self, connection, plan):
        gone = record(1, Company="First", IsDeleted="true", SystemModstamp=LATER)

        loaded = loader.into_filled(connection, plan, page(plan, gone), 1, counts=True)

        assert loaded.tally == loader.Tally(deleted=1)
        assert rows(connection, "sfdc_id, is_deleted")[0] == (lead_id(1), True)

    def test_takes_a_page_for_an_empty_table_all_the_same(self, connection, plan):
        loaded = loader.into_empty(connection, plan, page(plan, record(3, Company="Again"), record(4)), 2)

        assert loaded.rows == 2
        assert rows(connection, "company") == [("First",), ("First",), ("Again",), (None,)]

    def test_forgets_a_row_error_when_the_record_arrives_in_order(self, connection, plan):
        loader.into_filled(connection, plan, page(plan, record(1, NumberOfEmployees="many")), 1)

        loader.into_filled(connection, plan, page(plan, record(1, NumberOfEmployees="7.0")), 1)

        assert set_aside(connection) == []
        assert rows(connection, "number_of_employees")[0] == (7,)


class TestARestPage:
    def test_lands_like_a_page_of_csv(self, connection, plan):
        one = {
            **record(1),
            "NumberOfEmployees": 5.0,
            "IsDeleted": False,
            "Company": "Nul\0 and \\u0000",
            "Birthday__c": None,
        }
        two = {
            **record(2),
            "NumberOfEmployees": "many",
            "Company": "",
            "SystemModstamp": "2026-01-31T10:00:00.000+0000",
        }

        loaded = loader.from_rest(connection, plan, [one, two], counts=True)

        assert (loaded.rows, loaded.errors, loaded.tally) == (2, 1, loader.Tally(new=2))
        assert rows(connection, "number_of_employees, company, birthday") == [
            (5, "Nul and \\u0000", None),
            (None, None, None),
        ]
        assert set_aside(connection) == [(lead_id(2), "NumberOfEmployees", "many", False)]

    def test_may_be_empty(self, connection, plan):
        assert loader.from_rest(connection, plan, []).rows == 0


class TestAnAbortedPage:
    def test_leaves_nothing_behind(self, connection, plan):
        def broken():
            yield from page(plan, record(1), record(2))()
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError), connection.transaction():
            loader.into_empty(connection, plan, broken, 9)

        assert rows(connection) == []
        assert connection.execute("SELECT %s::timestamptz", [STAMP]).fetchone()

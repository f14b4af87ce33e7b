from __future__ import annotations

import psycopg
import pytest

from apps.marketing import columns, database, kinds, schema
from apps.marketing.errors import UnknownPlacement
from tests import makers


@pytest.fixture
def instance(db, placement):
    return makers.instance()


@pytest.fixture
def connection(instance):
    with database.connect(instance) as opened:
        schema.ensure(opened, instance)
        opened.commit()
        yield opened


class TestEnsure:
    def test_makes_the_ten_tables_and_the_parts_of_person_and_activity(self, connection, instance):
        found = {
            name
            for (name,) in connection.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = %s",
                [database.schema_name(instance)],
            )
        }

        assert set(kinds.KINDS) <= found
        assert {"person_lead", "person_contact", "person_marketing", "activity_task", "activity_event"} <= found

    def test_changes_nothing_when_asked_again(self, connection, instance):
        connection.execute("INSERT INTO company (sfdc_id) VALUES ('001')")

        schema.ensure(connection, instance)
        connection.commit()

        assert connection.execute("SELECT count(*) FROM company").fetchone() == (1,)

    def test_waits_for_nobody_who_writes_once_it_is_whole(self, connection, instance):
        connection.execute("INSERT INTO opportunity_role (sfdc_id) VALUES ('00K')")

        with database.connect(instance) as other:
            other.execute("SET lock_timeout = '1s'")
            schema.ensure(other, instance)

        connection.rollback()

    def test_asks_for_nothing_but_the_key(self, connection, instance):
        needed = connection.execute(
            "SELECT DISTINCT column_name FROM information_schema.columns"
            " WHERE table_schema = %s AND is_nullable = 'NO' AND table_name NOT LIKE 'gangway%%'",
            [database.schema_name(instance)],
        ).fetchall()

        assert needed == [("sfdc_id",)]

    def test_lets_copy_into_a_part_leave_out_what_the_part_is(self, connection):
        with connection.cursor().copy("COPY person_lead (sfdc_id, name) FROM STDIN (FORMAT csv)") as copy:
            copy.write(b'"00Q000000000001AAA","Ingrid Solberg"\n')

        assert connection.execute("SELECT sfdc_type, name, is_deleted FROM person").fetchall() == [
            ("Lead", "Ingrid Solberg", False)
        ]

    def test_refuses_the_same_record_twice_in_a_part(self, connection):
        connection.execute("INSERT INTO person_contact (sfdc_id) VALUES ('003')")

        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person_contact (sfdc_id) VALUES ('003')")

    def test_gives_a_person_who_is_not_in_salesforce_an_address_of_their_own(self, connection):
        connection.execute("INSERT INTO person_marketing (name) VALUES ('Mina Oh'), ('Lena Ray')")

        keys = connection.execute("SELECT sfdc_id FROM person WHERE sfdc_type IS NULL").fetchall()
        assert len(set(keys)) == 2
        assert all(len(key) == 18 and key[0] == "g" for (key,) in keys)


class TestConnect:
    def test_keeps_to_the_instance_after_a_rollback(self, connection):
        connection.execute("SELECT 1")
        connection.rollback()

        assert connection.execute("SELECT count(*) FROM person").fetchone() == (0,)

    def test_sees_no_other_instance(self, connection, instance):
        other = makers.instance()

        with database.connect(other) as theirs, pytest.raises(psycopg.errors.UndefinedTable):
            theirs.execute("SELECT count(*) FROM person")

    def test_says_where_an_instance_lives_that_nobody_knows(self, db):
        lost = makers.instance(placement="mars")

        with pytest.raises(UnknownPlacement, match="mars"):
            database.connect(lost)


class TestATableOfAnOlderRelease:
    def test_gets_the_fixed_columns_that_came_since(self, instance):
        with database.connect(instance) as connection:
            schema.ensure(connection, instance)
            connection.execute("ALTER TABLE person DROP COLUMN left_filter_at")
            connection.execute("ALTER TABLE company DROP COLUMN left_filter_at")

            schema.ensure(connection, instance)

            assert columns.present(connection, instance) >= schema.FIXED

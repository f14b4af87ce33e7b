"""The timeline: append-only, one chain per instance and per agency."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy

from apps.timeline import history, kinds
from apps.timeline.models import Event
from tests import makers

MOVED = kinds.kind("test.moved", gettext_lazy("%(who)s moved %(what)s."))


def forge(sql, *values):
    """What only somebody with the database in hands could do: write past the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE timeline_event DISABLE TRIGGER timeline_append_only")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE timeline_event ENABLE TRIGGER timeline_append_only")


@pytest.fixture
def instance(db):
    return makers.instance()


class TestRecord:
    def test_numbers_each_instances_events_on_their_own(self, instance):
        other = makers.instance()

        numbers = [history.record(one, MOVED, what="x").number for one in (instance, other, instance)]

        assert numbers == [1, 1, 2]

    def test_chains_each_event_to_the_one_before(self, instance):
        first, second = (history.record(instance, MOVED, what=word) for word in "ab")

        assert second.previous_hash == first.hash
        assert history.is_whole(instance)

    def test_keeps_the_hash_right_for_values_that_json_rewrites(self, instance):
        history.record(instance, MOVED, what=gettext_lazy("Set-up"), at=datetime.date(2026, 1, 2), some={3: (1, 2.0)})

        assert history.is_whole(instance)

    def test_remembers_the_actors_name_as_it_was(self, instance):
        person = makers.person(name="Mina Oh")
        history.record(instance, MOVED, actor=person, what="it")
        type(person).objects.update(name="Mina Park")

        assert Event.objects.of(instance).get().sentence == "Mina Oh moved it."

    def test_of_an_agency_has_a_chain_of_its_own(self, instance):
        agency = instance.agency
        history.record(instance, MOVED, what="x")

        first = history.record_for_agency(agency, MOVED, what="y")

        assert (first.number, first.previous_hash) == (1, "")


class TestAppendOnly:
    @pytest.mark.parametrize("statement", ["UPDATE timeline_event SET kind = 'x'", "DELETE FROM timeline_event"])
    def test_holds_against_plain_sql(self, instance, statement):
        history.record(instance, MOVED, what="x")

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_holds_for_an_agencys_events(self, instance):
        event = history.record_for_agency(instance.agency, MOVED, what="x")

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            event.delete()


class TestIsWhole:
    def test_sees_a_changed_word(self, instance):
        history.record(instance, MOVED, what="x")
        forge("UPDATE timeline_event SET data = %s", '{"what": "y"}')

        assert not history.is_whole(instance)

    def test_sees_another_actor(self, instance):
        history.record(instance, MOVED, actor=makers.person(), what="x")
        forge("UPDATE timeline_event SET actor_id = %s", makers.person().pk)

        assert not history.is_whole(instance)

    def test_sees_a_missing_row(self, instance):
        for word in "abc":
            history.record(instance, MOVED, what=word)
        forge("DELETE FROM timeline_event WHERE number = 2")

        assert not history.is_whole(instance)

    def test_sees_a_chain_that_was_moved_to_another_instance(self, instance):
        history.record(instance, MOVED, what="x")
        other = makers.instance()
        forge("UPDATE timeline_event SET instance_id = %s", other.pk)

        assert not history.is_whole(other)


class TestTwoWritersAtOnce:
    @pytest.mark.django_db(transaction=True)
    def test_take_turns(self):
        instance = makers.instance()

        def write():
            for _ in range(5):
                history.record(instance, MOVED, what="x")
            connection.close()

        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert Event.objects.of(instance).count() == 20
        assert history.is_whole(instance)


class TestSentence:
    def test_is_made_when_it_is_read_in_the_readers_language(self):
        data = {"what": {"_": "Production", "data": {}}}

        with translation.override("en"):
            assert kinds.sentence("test.moved", "Mina", data) == "Mina moved Production."

    def test_says_gangway_where_nobody_acted(self):
        assert kinds.sentence("test.moved", "", {"what": "it"}) == "Gangway moved it."

    def test_bears_a_value_that_is_missing_and_a_kind_that_is_gone(self):
        assert kinds.sentence("test.moved", "Mina", {}) == "Mina moved …."
        assert kinds.sentence("gone.long_ago", "", {}) == "gone.long_ago"


class TestFill:
    def test_writes_numbers_the_way_the_reader_does(self):
        assert kinds.fill("%(n)s records are here.", {"n": 281904}) == "281,904 records are here."

    def test_shows_an_ellipsis_for_what_older_rows_lack(self):
        assert kinds.fill("Signed in as %(user)s.", {}) == "Signed in as …."

"""The encrypted field: plain in Python, closed in PostgreSQL, and keys that rotate."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection as database
from hypothesis import given
from hypothesis import strategies as st

from apps.connections.models import Connection
from apps.tenants import encryption
from apps.tenants.encryption import CannotDecrypt
from tests import makers

OLD, NEW = (f"{name}:{Fernet.generate_key().decode()}" for name in ("old", "new"))
SECRET = "a token: with ümlauts, 한국어 and colons"


def stored(row):
    with database.cursor() as cursor:
        cursor.execute("SELECT password FROM connections_connection WHERE id = %s", [row.pk])
        return cursor.fetchone()[0]


class TestEncrypt:
    @given(st.text())
    def test_gives_back_what_went_in(self, plain):
        assert encryption.decrypt(encryption.encrypt(plain)) == plain

    def test_never_writes_the_same_twice(self):
        assert encryption.encrypt(SECRET) != encryption.encrypt(SECRET)


class TestKeys:
    def test_new_secrets_take_the_first_key_and_old_ones_stay_readable(self, settings):
        settings.FIELD_KEYS = [OLD]
        before = encryption.encrypt(SECRET)

        settings.FIELD_KEYS = [NEW, OLD]
        after = encryption.encrypt(SECRET)

        assert (before.partition(":")[0], after.partition(":")[0]) == ("old", "new")
        assert encryption.decrypt(before) == encryption.decrypt(after) == SECRET

    def test_a_key_that_is_gone_is_named_and_nothing_else(self, settings):
        settings.FIELD_KEYS = [OLD]
        before = encryption.encrypt(SECRET)
        settings.FIELD_KEYS = [NEW]

        with pytest.raises(CannotDecrypt, match="no key “old”") as refused:
            encryption.decrypt(before)

        assert SECRET not in str(refused.value)
        assert before not in str(refused.value)

    def test_a_tampered_secret_is_refused(self):
        written = encryption.encrypt(SECRET)

        with pytest.raises(CannotDecrypt):
            encryption.decrypt(written[:-4] + "AAA=")

    @pytest.mark.parametrize("keys", [[], ["k1:short"], ["nothing"]])
    def test_that_are_none_stop_the_program_with_a_sentence(self, settings, keys):
        settings.FIELD_KEYS = keys

        with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS"):
            encryption.encrypt(SECRET)


@pytest.mark.django_db
class TestTheField:
    def test_is_plain_in_python_and_closed_in_the_database(self):
        row = makers.connection(password=SECRET)

        assert Connection.objects.of(row.instance).get().password == SECRET
        assert stored(row).startswith("t1:")
        assert SECRET not in stored(row)

    def test_leaves_empty_values_empty(self):
        assert stored(makers.connection(password="")) == ""

    def test_is_encrypted_by_an_update_too(self):
        row = makers.connection()

        Connection.objects.of(row.instance).update(password=SECRET)

        assert stored(row).startswith("t1:")
        assert Connection.objects.of(row.instance).values_list("password", flat=True).get() == SECRET

    @pytest.mark.parametrize("lookup", ["password", "password__contains", "password__in", "password__startswith"])
    def test_cannot_be_searched(self, lookup):
        row = makers.connection(password=SECRET)

        with pytest.raises(FieldError):
            Connection.objects.of(row.instance).filter(**{lookup: SECRET}).exists()

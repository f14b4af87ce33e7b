"""Keys rotate while the portal runs: old secrets stay readable, and are written anew."""

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from apps.connections.models import Connection
from apps.tenants import rotation
from tests import makers


def stored(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_token FROM connections_connection WHERE id = %s", [pk])
        return cursor.fetchone()[0]


@pytest.mark.django_db
class TestRotation:
    def test_writes_old_secrets_with_the_newest_key(self, settings):
        old = settings.FIELD_KEYS[0]
        row = Connection.objects.create(instance=makers.InstanceMaker(), refresh_token="5Aep861canary")
        settings.FIELD_KEYS = [f"fresh:{Fernet.generate_key().decode()}", old]

        moved = rotation.rotate()

        assert moved[old.partition(":")[0]] >= 1
        assert stored(row.pk).startswith("fresh:")
        assert Connection.objects.everywhere("test").get(pk=row.pk).refresh_token == "5Aep861canary"

    def test_leaves_nothing_behind_on_the_old_key(self, settings):
        old = settings.FIELD_KEYS[0]
        Connection.objects.create(instance=makers.InstanceMaker(), refresh_token="5Aep861canary")
        settings.FIELD_KEYS = [f"fresh:{Fernet.generate_key().decode()}", old]

        rotation.rotate()

        assert set(rotation.held()) == {"fresh"}

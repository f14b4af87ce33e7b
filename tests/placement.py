"""Puts marketing databases beside the test's own portal tables, and clears them away after the test."""

from __future__ import annotations

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection
from psycopg.conninfo import make_conninfo

SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'instance\\_%'"


def _address() -> str:
    its = connection.settings_dict
    return make_conninfo(
        dbname=its["NAME"], user=its["USER"], password=its["PASSWORD"], host=its["HOST"], port=its["PORT"]
    )


@pytest.fixture
def placement(settings, django_db_setup):
    """The default placement is this worker's own test database; every instance schema is dropped afterwards."""
    settings.PLACEMENTS = {**django_settings.PLACEMENTS, "default": _address()}
    yield settings.PLACEMENTS["default"]
    with psycopg.connect(settings.PLACEMENTS["default"], autocommit=True) as server:
        for (name,) in server.execute(SCHEMAS).fetchall():
            server.execute(f'DROP SCHEMA "{name}" CASCADE')

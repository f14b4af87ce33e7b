"""The servers of a test run are real, and separate for each parallel worker."""

from __future__ import annotations

import os

import psycopg
import redis
from django.conf import settings

from tests.servers import worker_number


class TestServers:
    def test_give_the_portal_a_role_that_is_no_superuser(self):
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            row = connection.execute(
                "select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = user"
            ).fetchone()

        assert row == (False, True, True)

    def test_give_each_parallel_worker_its_own_redis_numbers(self):
        client = redis.Redis.from_url(settings.REDIS_URL)

        assert client.ping()
        assert client.connection_pool.connection_kwargs["db"] == worker_number()

    def test_put_the_practice_org_where_the_settings_expect_it(self, practice_org):
        assert practice_org.url == settings.PRACTICE_ORG_URL

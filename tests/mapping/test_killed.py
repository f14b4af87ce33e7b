"""A process that is killed while it creates fields: by the kernel, between two of its statements."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import psycopg
import pytest
from django.db import connection as portal
from psycopg import sql

from apps.mapping import ledger
from apps.mapping.models import Mapping
from apps.marketing import columns, database, schema
from apps.marketing.models import Field
from tests import makers
from tests.mapping.described import choose_all, org

FULFIL = """
import sys, django
django.setup()
from apps.mapping import ledger
from apps.tenants.models import Instance
ledger.fulfil(Instance.objects.get(key=sys.argv[1]))
"""
WAITING = """
SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
"""
GONE = "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name LIKE 'gangway %'"
PATIENCE_S = 30
# the kinds are altered in the order of their names: company, opportunity, person
BEFORE_COMMIT = ["company", "opportunity", "person", "gangway_receipt"]


@pytest.fixture
def signed(transactional_db, placement):
    """An instance whose list was accepted: columns for three tables, and none of them there yet."""
    instance = makers.instance()
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
    choose_all(instance, org(Account=[["Region__c"]], Opportunity=[["Margin__c", "double"]], Lead=[["Tier__c"]]))
    shown = ledger.preview(instance)
    ledger.sign(instance, shown, shown.count, shown.hash, makers.person(), statement="For good.")
    return instance


def present(instance):
    with database.connect(instance) as connection:
        return columns.present(connection, instance)


def accepted(instance):
    return {field.column for field in ledger.preview(instance).plan.fields}


def kill_at(instance, *table):
    """Lets the job come as far as this table, which somebody holds, and kills it there."""
    address = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{portal.settings_dict['NAME']}"
    told = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    with psycopg.connect(address) as holder:
        holder.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(sql.Identifier(*table)))
        job = subprocess.Popen([sys.executable, "-c", FULFIL, instance.key], env=told)
        try:
            poll(address, WAITING, lambda: job.poll() is None)
        finally:
            job.kill()
            job.wait(PATIENCE_S)
    poll(address, GONE, lambda: True)


def poll(address, question, goes_on):
    deadline = time.monotonic() + PATIENCE_S
    with psycopg.connect(address, autocommit=True) as look:
        while look.execute(question).fetchone() != (True,):
            assert goes_on(), "the job came to its end"
            assert time.monotonic() < deadline, question
            time.sleep(0.02)


class TestKilled:
    @pytest.mark.parametrize("table", BEFORE_COMMIT)
    def test_between_two_statements_leaves_nothing(self, signed, table):
        before, wanted = present(signed), accepted(signed)

        kill_at(signed, f"instance_{signed.key}", table)

        assert present(signed) == before
        assert not Field.objects.of(signed).exists()
        ledger.settle(signed)
        assert ledger.has_open(signed)
        ledger.fulfil(signed)
        assert present(signed) - before == wanted

    def test_after_the_commit_leaves_all(self, signed):
        before, wanted = present(signed), accepted(signed)

        kill_at(signed, "public", Field._meta.db_table)

        assert present(signed) - before == wanted
        assert not Field.objects.of(signed).exists()
        ledger.settle(signed)
        assert not ledger.has_open(signed)
        assert Field.objects.of(signed).count() == Mapping.objects.of(signed).count() == len(wanted)

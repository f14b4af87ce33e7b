"""An instance that is ready for its initial sync, the CSV of its Leads, and what the sync's own records say of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from psycopg import sql

from apps.accounts.models import User
from apps.checklist import following, steps
from apps.checklist.models import Step
from apps.connections import clients
from apps.connections.models import Connection
from apps.mapping import catalogue, choice, ledger
from apps.marketing import database
from apps.onboarding import instances
from apps.salesforce import bulk, soap
from apps.sync import plan
from apps.sync.models import Cycle, SyncState
from apps.tenants.models import Agency, Instance

FIRST = "initial-sync"
# the worker's last page of another object before the first of Lead
BEFORE = """
    SELECT max(other.at) FROM sync_count AS other
    WHERE other.object <> 'Lead'
        AND other.at < (SELECT min(lead.at) FROM sync_count AS lead WHERE lead.object = 'Lead' AND lead.at >= %s)
"""
PAGE = 250_000


def make(facts: dict[str, Any], org_url: str) -> Instance:
    """Signed in, with the fields of *Everything custom* created; every step before the initial sync counts as done."""
    user = User.objects.create_user("bench@example.com", name="Bench")
    agency = Agency.objects.create(name="Bench", key="bench")
    instance = instances.make(agency, name="Bench", kind="production", by=user)
    _connect(instance, facts["sync_user"], org_url)
    catalogue.describe(instance, clients.open(instance))
    choice.start_from(instance, "custom", by=user)
    drafted = ledger.preview(instance)
    ledger.accept(instance, drafted.count, drafted.hash, user)
    return instance


def _connect(instance: Instance, user: dict[str, Any], url: str) -> None:
    secrets = {name: user[name] for name in ("username", "password", "security_token")}
    signed_in = soap.login(url, *secrets.values(), practice_url=url)
    Connection.objects.create(
        instance=instance,
        environment="practice",
        expected_edition="enterprise",
        login_url=url,
        method="password",
        access_token=signed_in.access_token,
        instance_url=signed_in.instance_url,
        **secrets,
    )


def lead_csv(instance: Instance, path: Path) -> Path:
    """The same query as the sync's, so the org has rendered it, and both read the same bytes."""
    client, leads = clients.open(instance), plan.of(instance, "Lead")
    job = bulk.create(client, leads.soql(leads.everything))
    while not bulk.look(client, job.id).is_done:
        time.sleep(0.5)
    locator = None
    with path.open("wb") as file:
        while True:
            with bulk.open_page(client, job.id, locator, PAGE) as page:
                body = b"".join(page.chunks())
                file.write(body if locator is None else body.partition(b"\n")[2])
                locator = page.next_locator
            if locator is None:
                return path


def reference(instance: Instance, csv: Path) -> str:
    """A script that copies the CSV into a fresh table with the types and the key of the one that the sync fills."""
    leads = plan.of(instance, "Lead")
    with database.connect(instance) as connection:
        connection.execute("DROP TABLE IF EXISTS reference")
        connection.execute(sql.SQL("CREATE TABLE reference (LIKE {} INCLUDING ALL)").format(leads.table))
        columns = leads.columns.as_string(connection)
    schema = database.schema_name(instance)
    options = f"FORMAT csv, HEADER true, FORCE_NULL ({columns})"
    return f"\\copy {schema}.reference ({columns}) FROM '{csv}' WITH ({options})\n"


def begin(instance: Instance) -> None:
    """As after *Start Sync*: the step opens, and the worker is nudged."""
    rows = steps.by_slug(instance)
    done = set(rows) - {FIRST, "verify-sync"}
    Step.objects.of(instance).filter(slug__in=done).update(state="done")
    following.unlock(instance)


def begin_again(instance: Instance) -> None:
    """Lead alone, into a full table where each record is a day older than Salesforce's: every row is written anew."""
    SyncState.objects.of(instance).update(is_enabled=False)  # no cycle in between
    leads = plan.of(instance, "Lead")
    with database.connect(instance) as connection:
        connection.autocommit = True
        age = "UPDATE {} SET name = 'Old ' || name, system_modstamp = system_modstamp - interval '1 day'"
        connection.execute(sql.SQL(age).format(leads.table))
        connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(leads.table))
        connection.execute("DELETE FROM sync_checkpoint WHERE object = 'Lead' AND purpose = 'initial'")
    Step.objects.of(instance).filter(slug=FIRST).update(state="locked", run_at=None)
    following.unlock(instance)


def state(instance: Instance, slug: str) -> str:
    return str(steps.get(instance, slug).state)


def measured(instance: Instance, *, since: str) -> dict[str, Any]:
    """Records of Lead, and the seconds since ``asked`` for, or since the last page ``before`` its first one."""
    with database.connect(instance) as connection:
        rows, asked, ended = connection.execute(
            "SELECT rows, asked_at, finished_at FROM sync_checkpoint WHERE object = 'Lead' AND purpose = 'initial'"
        ).fetchone() or (0, None, None)
        (before,) = connection.execute(BEFORE, [asked]).fetchone() or (None,)
    began = asked if since == "asked" else before
    return {"rows": rows, "seconds": (ended - began).total_seconds()}


def calls(instance: Instance) -> int:
    return sum(cycle.calls for cycle in Cycle.objects.of(instance).filter(is_initial=True))

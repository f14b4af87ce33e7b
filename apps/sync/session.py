"""A session with an instance's database in which one worker at a time moves records.

Whoever opens it holds the lease, so a session that is still there belongs to a worker that stalled or was cut off: it
is ended, and its page rolls back. The checkpoint would turn that worker away as well, but only after making us wait.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from apps.marketing import database
from apps.marketing.database import Connection, schema_name
from apps.sync import schema
from apps.sync.errors import StillWorking
from apps.tenants.models import Instance
from apps.tenants.sql import read

PATIENCE = 5.0  # seconds for the other session to end
PAUSE = 0.1


@contextmanager
def open(instance: Instance) -> Iterator[Connection]:  # noqa: A001 - read as session.open
    """Autocommitting, so that each ``connection.transaction()`` is one. Raises StillWorking."""
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        connection.autocommit = True
        _take(connection, instance)
        schema.renew(connection, instance)
        connection.execute(read("sync", "tune_session").encode())
        yield connection


@contextmanager
def beside(instance: Instance) -> Iterator[Connection]:
    """A second session for whoever has the first; whoever ends that one ends this one too."""
    with database.connect(instance) as connection:
        connection.autocommit = True
        connection.execute(read("sync", "take_session_beside").encode(), {"schema": schema_name(instance)})
        connection.execute(read("sync", "tune_session").encode())
        yield connection


def _take(connection: Connection, instance: Instance) -> None:
    named = {"schema": schema_name(instance)}
    deadline = time.monotonic() + PATIENCE
    while connection.execute(read("sync", "take_session").encode(), named).fetchone() != (True,):
        if time.monotonic() > deadline:
            raise StillWorking
        connection.execute(read("sync", "end_other_session").encode(), named)
        time.sleep(PAUSE)
    connection.execute(read("sync", "end_other_session").encode(), named)  # one that stood beside and outlived it

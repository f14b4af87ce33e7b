"""A worker process that renews one connection's access over and over, on several threads.

``python -m tests.connections.renewing_worker INSTANCE TURNS``; prints how many renewals it asked for.
"""

from __future__ import annotations

import os
import sys
import threading

import django

THREADS = 4


def main(instance_id: int, turns: int) -> None:
    asked: list[int] = []
    threads = [threading.Thread(target=_renew, args=(instance_id, turns, asked)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(f"{sum(asked)}\n")
    sys.exit(0 if len(asked) == THREADS else 1)


def _renew(instance_id: int, turns: int, asked: list[int]) -> None:
    """Always with the token that it read a moment ago, as a worker does whose call was refused for its session."""
    count = 0
    while True:
        connection = (
            Connection.objects.everywhere("one instance, by its number")
            .select_related("instance")
            .get(instance=instance_id)
        )
        if int(connection.refresh_token.partition("-")[2]) >= turns:
            break
        renewal.Session(connection).renew()
        count += 1
    connections.close_all()
    asked.append(count)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.db import connections

    from apps.connections import renewal
    from apps.connections.models import Connection

    main(int(sys.argv[1]), int(sys.argv[2]))

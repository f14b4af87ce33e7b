"""What is thrown at the sync: dead processes, cut connections, lost messages, and an org in trouble."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable

import psutil
import psycopg
import redis
import requests
from django.db import Error, close_old_connections, connection
from kombu.exceptions import OperationalError

from apps.checklist import actions, steps
from apps.checklist.models import Step
from apps.sync import switches
from apps.tenants.models import Instance
from tests.chaos.scene import Scene
from tests.chaos.troubles import ANY_CALL, TROUBLES

Strike = Callable[[Scene, random.Random], str | None]  # the name of what it chose to be
MOST_STANDING = 2
STALLED = 12.0  # seconds; longer than a lease


def kill_job(scene: Scene, chance: random.Random) -> None:
    _one(scene, chance).kill()


def kill_worker(scene: Scene, _chance: random.Random) -> None:
    scene.portal.kill("worker")


def kill_beat(scene: Scene, _chance: random.Random) -> None:
    scene.portal.kill("beat")


def kill_web(scene: Scene, _chance: random.Random) -> None:
    scene.portal.kill("web")


def kill_org(scene: Scene, _chance: random.Random) -> None:
    scene.portal.kill("practice")


def kill_postgres(scene: Scene, _chance: random.Random) -> None:
    scene.restart("postgres", kindly=False)


def restart_postgres(scene: Scene, _chance: random.Random) -> None:
    scene.restart("postgres", kindly=True)


def kill_redis(scene: Scene, _chance: random.Random) -> None:
    scene.restart("valkey", kindly=False)


def flush_redis(scene: Scene, _chance: random.Random) -> None:
    redis.Redis.from_url(scene.valkey.url).flushall()


def cut_sessions(scene: Scene, _chance: random.Random) -> None:
    """Every connection to the database, in the middle of whatever it does."""
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = user"
    with psycopg.connect(scene.postgres.url, autocommit=True) as connection:
        connection.execute(cut)


def stall_job(scene: Scene, chance: random.Random) -> None:
    """Asleep until after its lease, then awake again."""
    stalled = _one(scene, chance)
    stalled.send_signal(signal.SIGSTOP)
    threading.Thread(target=_wake, args=(stalled,), daemon=True).start()


def org_trouble(scene: Scene, chance: random.Random) -> str:
    """Few stand at a time: those that nothing met make room."""
    standing = scene.trainer("GET", "faults")
    if sum(each["hits"] < each["count"] for each in standing) >= MOST_STANDING:
        scene.trainer("DELETE", "faults")
    trouble = chance.choice(TROUBLES)
    given = {"kind": trouble.kind, "pattern": trouble.pattern, "count": chance.choice((1, 1, 2)), **trouble.more}
    scene.trainer("POST", "faults", given)
    return trouble.kind


def expire_sessions(scene: Scene, _chance: random.Random) -> None:
    scene.trainer("POST", "expire-sessions")


def use_up_calls(scene: Scene, _chance: random.Random) -> None:
    scene.trainer("POST", "faults", {"kind": "limit", "pattern": ANY_CALL, "count": 1})


def pause_and_resume(_scene: Scene, chance: random.Random) -> None:
    """Somebody pauses whatever is under way, and goes on a moment later."""
    actions.pause(_initial_sync(), by=None)
    switches.disable(_instance(), by=None)
    time.sleep(chance.uniform(0.1, 2))
    actions.resume(_initial_sync(), by=None)
    switches.enable(_instance(), by=None)


def cancel_and_start(_scene: Scene, _chance: random.Random) -> None:
    actions.cancel(_initial_sync(), by=None)
    actions.start(_initial_sync(), by=None)


# how often each of them comes
STRIKES: tuple[tuple[Strike, int], ...] = (
    (kill_job, 6),
    (kill_worker, 2),
    (kill_beat, 1),
    (kill_web, 1),
    (kill_org, 1),
    (kill_postgres, 2),
    (restart_postgres, 1),
    (kill_redis, 2),
    (flush_redis, 3),
    (cut_sessions, 5),
    (stall_job, 2),
    (org_trouble, 26),
    (expire_sessions, 2),
    (use_up_calls, 1),
    (pause_and_resume, 2),
    (cancel_and_start, 1),
)
GONE = (
    psutil.Error,
    psycopg.Error,
    redis.RedisError,
    requests.RequestException,
    Error,
    OperationalError,
    OSError,
    IndexError,
)


def strike(scene: Scene, chance: random.Random, *, again_for: float = 30.0) -> str:
    """Throw one; what is down from the last one is waited for. Returns its name."""
    chosen = chance.choices([each for each, _weight in STRIKES], [weight for _each, weight in STRIKES])[0]
    deadline = time.monotonic() + again_for
    while True:
        try:
            named = chosen(scene, chance)
        except GONE:
            forget_connection()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
        else:
            return named or chosen.__name__


def forget_connection() -> None:
    """The portal's database was away: the next question opens a connection of its own."""
    connection.close()
    close_old_connections()


def _instance() -> Instance:
    return Instance.objects.get()


def _initial_sync() -> Step:
    return steps.get(_instance(), "initial-sync")


def _one(scene: Scene, chance: random.Random) -> psutil.Process:
    return chance.choice(scene.workers())


def _wake(process: psutil.Process) -> None:
    time.sleep(STALLED)
    with contextlib.suppress(OSError):
        os.kill(process.pid, signal.SIGCONT)

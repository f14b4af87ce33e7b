"""Tells open pages that something moved. A lost message costs nothing: the page asks again by itself."""

from __future__ import annotations

import functools
import itertools
import time
from collections.abc import AsyncGenerator, Sequence
from typing import cast

import redis
import redis.asyncio
import structlog
from django.conf import settings
from django.db import transaction

log = structlog.get_logger(__name__)
QUIET_SECONDS = 15.0
MISSED_SECONDS = 15


@functools.cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)


def channel(instance_id: int) -> str:
    return f"live:{instance_id}"


def _lately(instance_id: int) -> str:
    """The key of what moved within the last seconds."""
    return f"{channel(instance_id)}:lately"


def moved(instance_id: int, *nouns: str) -> None:
    """After the commit, ``nouns`` (ids of page fragments, such as ``step-42``) are worth fetching again."""
    all_moved([instance_id], *nouns)


def all_moved(instance_ids: Sequence[int], *nouns: str) -> None:
    """The same, of several instances."""
    transaction.on_commit(functools.partial(_publish, instance_ids, nouns))


def _publish(instance_ids: Sequence[int], nouns: tuple[str, ...]) -> None:
    try:
        with _client(settings.REDIS_URL).pipeline(transaction=False) as pipe:
            for instance_id, noun in itertools.product(instance_ids, nouns):
                pipe.publish(channel(instance_id), noun)
            for instance_id in instance_ids:
                pipe.zadd(_lately(instance_id), dict.fromkeys(nouns, time.time()))
                pipe.expire(_lately(instance_id), MISSED_SECONDS)
            pipe.execute()
    except redis.RedisError:
        log.warning("live.not_told", instances=len(instance_ids))


async def stream(instance_ids: list[int]) -> AsyncGenerator[str, None]:
    """Nouns as they move; an empty string every quarter of a minute keeps proxies from closing the line.

    It begins with what moved while the page was on its way, or between two lines.
    """
    client = redis.asyncio.Redis.from_url(settings.REDIS_URL)
    try:
        async with client.pubsub(ignore_subscribe_messages=True) as heard:
            await heard.subscribe(*[channel(pk) for pk in instance_ids])
            yield ""
            for pk in instance_ids:
                missed = await client.zrangebyscore(_lately(pk), time.time() - MISSED_SECONDS, "+inf")
                for noun in cast("list[bytes]", missed):
                    yield noun.decode()
            while True:
                message = await heard.get_message(timeout=QUIET_SECONDS)
                yield message["data"].decode() if message else ""
    except redis.RedisError:
        log.warning("live.line_lost")  # the browser opens the next one by itself
    finally:
        await client.aclose()

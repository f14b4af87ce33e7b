"""How often a call is repeated at once when the org stumbles; longer waits belong to whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_base, wait_exponential_jitter

from apps.salesforce.errors import LimitReached, NotReady, Outage, Unreachable

T = TypeVar("T")
TRIES = 4
LONGEST_WAIT = 8.0  # seconds; a job's chunk must end within twenty


class Wait(wait_base):
    """Half a second, doubling, with jitter; the server's own Retry-After where it is short."""

    def __init__(self) -> None:
        self.growing = wait_exponential_jitter(multiplier=0.5, max=LONGEST_WAIT, jitter=0.5)

    def __call__(self, retry_state: RetryCallState) -> float:
        outcome = retry_state.outcome
        error = outcome.exception() if outcome else None
        named = error.retry_in if isinstance(error, Outage) else None
        return named if named is not None else self.growing(retry_state)


def patiently(call: Callable[[], T], *, repeatable: bool, tries: int = TRIES) -> T:
    """Repeat a call through outages; one that may have had its effect is repeated only if it never left."""
    retrying = Retrying(
        retry=retry_if_exception(_repeatable if repeatable else _never_left),
        stop=stop_after_attempt(tries),
        wait=Wait(),
        reraise=True,
    )
    return retrying(call)


def _repeatable(error: BaseException) -> bool:
    if not isinstance(error, Outage) or isinstance(error, LimitReached | NotReady):
        return False
    return error.retry_in is None or error.retry_in <= LONGEST_WAIT


def _never_left(error: BaseException) -> bool:
    return isinstance(error, Unreachable)

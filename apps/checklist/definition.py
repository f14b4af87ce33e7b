"""How a step is declared: what it rests on, its job, its retry, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import translation

from apps.checklist.states import SETTLED, State
from apps.timeline import kinds

if TYPE_CHECKING:
    from apps.checklist.models import Step


@dataclass(frozen=True)
class Retry:
    """How often the same failure of time's turn is tried again by itself, and after how many seconds."""

    times: int = 8
    first_seconds: float = 2
    most_seconds: float = 300

    def seconds(self, failures: int) -> float | None:
        """None: no further try."""
        if failures >= self.times:
            return None
        return min(self.most_seconds, self.first_seconds * 2.0**failures)


@dataclass(frozen=True)
class Done:
    """The job is through. ``message`` is a translatable sentence with %(names)s that ``data`` fills."""

    message: Any
    data: dict[str, Any] = field(default_factory=dict)
    verified: bool = True


@dataclass(frozen=True)
class Wait:
    """The job has done its part; now it is a person's turn."""

    message: Any
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Again:
    """One chunk is committed; go on after ``seconds``."""

    seconds: float = 0


Outcome = Done | Wait | Again


class Definition:
    """A step. Subclasses state what differs; ``run`` is the job, and a step without one is a person's alone."""

    slug: ClassVar[str]
    title: ClassVar[Any]
    about: ClassVar[Any] = ""  # one sentence: what it is for
    part: ClassVar[int]
    takes: ClassVar[Any] = ""
    after: ClassVar[tuple[str, ...]] = ()  # opens when these are settled
    rests_on: ClassVar[tuple[str, ...]] = ()  # goes stale when one of these is done anew
    starts_itself: ClassVar[bool] = False  # a job that only reads begins when it opens
    begins_on_its_page: ClassVar[bool] = False  # its form says what the job needs: no start from the list
    can_run_again: ClassVar[bool] = False  # when done, a person may run the job anew
    can_pause: ClassVar[bool] = False
    is_optional: ClassVar[bool] = False
    retry: ClassVar[Retry] = Retry()

    @property
    def has_job(self) -> bool:
        return type(self).run is not Definition.run

    def may_start(self, step: Step) -> bool:
        """May a click, without the step's own form, queue the job now?"""
        anew = {State.DONE, State.STALE, State.WAITING} if self.can_run_again else set()
        first = set() if self.begins_on_its_page else {State.READY}
        return self.has_job and step.state in {State.FAILED, *first, *anew}

    def opens_when(self, steps: Mapping[str, Step]) -> bool:
        return all(steps[slug].state in SETTLED for slug in self.after)

    def run(self, step: Step) -> Outcome:
        """One chunk of the job, at most some twenty seconds; called again after ``Again``."""
        raise NotImplementedError(self.slug)

    def on_pause(self, step: Step) -> None:
        """A person paused: end what the worker may be in the middle of."""

    def on_cancel(self, step: Step) -> None:
        """A person cancelled: undo what must not stay."""


def msgid(words: Any) -> str:
    """The English source of a sentence, to be stored and translated when it is read."""
    with translation.override("en"):
        return str(words)


def said(stored: Mapping[str, Any]) -> str:
    """A stored ``{"message", "data"}`` as a sentence in the reader's language."""
    return kinds.fill(stored.get("message", ""), stored.get("data", {}))


__all__ = ["Again", "Definition", "Done", "Outcome", "Retry", "State", "Wait", "msgid", "said"]

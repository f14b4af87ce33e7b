"""The checklist as a page shows it: parts, rows, whose turn each is, and what comes next."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.checklist import registry, steps
from apps.checklist.definition import Definition, said
from apps.checklist.models import Step
from apps.checklist.states import SETTLED, State
from apps.onboarding import problems
from apps.tenants.models import Instance

PARTS = {
    1: gettext_noop("Prepare Salesforce: fields"),
    2: gettext_noop("Prepare Salesforce: the sync user"),
    3: gettext_noop("Connect and start"),
}


@dataclass(frozen=True)
class Turn:
    """Whose turn: ``you``, a ``person``, ``gangway``, ``time`` (until when) or ``us``."""

    kind: str
    name: str = ""
    until: datetime.datetime | None = None


@dataclass(frozen=True)
class Progress:
    done: int
    total: int | None
    unit: str
    note: str
    at: datetime.datetime | None

    @property
    def share(self) -> int | None:
        return min(100, 100 * self.done // self.total) if self.total else None


@dataclass(frozen=True)
class Row:
    """One step on the page."""

    pk: int
    slug: str
    number: int
    title: str
    about: str
    state: str
    since: datetime.datetime
    url: str
    turn: Turn | None
    outcome: str
    locked_reason: str
    takes: str
    progress: Progress | None
    problem: problems.Words | None
    can_start: bool
    can_pause: bool
    can_resume: bool
    start_label: str
    is_active: bool
    part: int

    @property
    def noun(self) -> str:
        """As `Step.noun`; a template would write the bare number with its thousands parted."""
        return f"step-{self.pk}"

    @property
    def is_settled(self) -> bool:
        return self.state in {"done", "unverified"}


@dataclass(frozen=True)
class Part:
    number: int
    title: str
    rows: list[Row]

    @property
    def done(self) -> int:
        return sum(row.is_settled for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)


def of(instance: Instance, powers: frozenset[str], reader: int | None = None) -> list[Row]:
    """``reader``: the number of the member who looks; what waits for a second person waits for this one, or not."""
    by_slug = steps.by_slug(instance)
    listed = registry.definitions()
    return [_row(by_slug[definition.slug], definition, by_slug, powers, reader) for definition in listed]


def one(step: Step, powers: frozenset[str], reader: int | None = None) -> Row:
    return _row(step, registry.find(step.slug), steps.by_slug(step.instance), powers, reader)


def parts(rows: list[Row]) -> list[Part]:
    return [Part(number, _(title), [row for row in rows if row.part == number]) for number, title in PARTS.items()]


def following(rows: list[Row]) -> Row | None:
    """The one thing to do now: the first row that is the viewer's turn, else the first that somebody's is."""
    mine = [row for row in rows if row.turn and row.turn.kind == "you"]
    return next(iter(mine), None) or next((row for row in rows if row.turn and row.turn.kind == "person"), None)


def _row(
    step: Step, definition: Definition, by_slug: dict[str, Step], powers: frozenset[str], reader: int | None
) -> Row:
    may = "operate" in powers
    return Row(
        pk=step.pk,
        slug=step.slug,
        number=registry.number(step.slug),
        title=str(definition.title),
        about=str(definition.about),
        state="unverified" if step.is_unverified else str(step.state),
        since=step.state_since,
        url=reverse("onboarding:step", args=[step.instance.key, step.slug]),
        turn=_turn(step, definition, reader, may=may),
        outcome=said(step.outcome) if step.state in {*SETTLED, State.WAITING} else "",
        locked_reason=_locked_reason(step, definition, by_slug),
        takes=str(definition.takes),
        progress=_progress(step),
        problem=problems.words(step.problem),
        can_start=may and definition.may_start(step),
        can_pause=may and definition.can_pause and step.is_active,
        can_resume=may and step.state == State.PAUSED,
        start_label=_start_label(step),
        is_active=step.is_active,
        part=definition.part,
    )


def salesforce_admin() -> Turn:
    """Somebody outside the portal, who alone can do it."""
    return Turn("person", _("Salesforce admin"))


def _start_label(step: Step) -> str:
    if step.state == State.FAILED:
        return _("Try again")
    return _("Start") if step.state == State.READY else _("Run again")


def _turn(step: Step, definition: Definition, reader: int | None, *, may: bool) -> Turn | None:
    person = Turn("you") if may else Turn("person", _("An operator"))
    if step.is_active:
        waits = step.state == State.QUEUED and step.problem.get("turn") == "time"
        return Turn("time", until=step.run_at) if waits else Turn("gangway")
    if step.state == State.FAILED:
        return {"ours": Turn("us"), "admin": salesforce_admin()}.get(step.problem.get("turn", ""), person)
    data = step.outcome.get("data", {})
    if step.state == State.WAITING and data.get("asker"):
        is_second = may and reader and reader != data.get("asker_id", reader)
        return Turn("you") if is_second else Turn("person", _("Somebody other than %(who)s") % {"who": data["asker"]})
    if step.state in {State.READY, State.WAITING, State.STALE, State.PAUSED} and not definition.is_optional:
        return person
    return None


def _locked_reason(step: Step, definition: Definition, by_slug: dict[str, Step]) -> str:
    if step.state != State.LOCKED:
        return ""
    numbers = [registry.number(slug) for slug in definition.after if by_slug[slug].state not in SETTLED]
    return _("after %(number)s") % {"number": max(numbers)} if numbers else ""


def _progress(step: Step) -> Progress | None:
    stored: dict[str, Any] = step.progress
    if not stored or step.state not in {State.QUEUED, State.RUNNING, State.PAUSED}:
        return None
    note = said({"message": stored.get("note", ""), "data": stored.get("data", {})})
    unit = _(stored["unit"]) if stored.get("unit") else ""
    return Progress(stored["done"], stored.get("total"), unit, note, step.progressed_at)

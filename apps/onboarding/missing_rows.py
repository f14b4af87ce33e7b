"""Records that are here and no longer in Salesforce, as the page of the decision shows them: people by their names."""

from __future__ import annotations

from dataclasses import dataclass

from apps.mapping.objects import OBJECTS
from apps.marketing import kinds, people
from apps.sync.models import Reconcile
from apps.tenants.models import Instance

MOST = 25
STATES = {
    Reconcile.State.ASKED: "running",
    Reconcile.State.CONFIRMED: "queued",
    Reconcile.State.DONE: "done",
    Reconcile.State.LEFT: "done",
}


@dataclass(frozen=True)
class MissingRow:
    """``samples``: (id, name) of people, who have a page here; of other records the id and no name."""

    row: Reconcile
    state: str
    is_people: bool
    samples: list[tuple[str, str]]


def of(instance: Instance, *, named: bool) -> list[MissingRow]:
    """The newest first. ``named``: the reader may see who the people are."""
    rows = list(Reconcile.objects.of(instance)[:MOST])
    waiting = [each for row in rows if named and row.state == Reconcile.State.PREVIEW for each in row.samples]
    names = people.names(instance, waiting)
    return [_shown(row, names) for row in rows]


def _shown(row: Reconcile, names: dict[str, str]) -> MissingRow:
    known = OBJECTS.get(row.object)
    samples = [(each, names.get(each, "")) for each in row.samples]
    return MissingRow(
        row, STATES.get(Reconcile.State(row.state), ""), bool(known and known.kind is kinds.PERSON), samples
    )

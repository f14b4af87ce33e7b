"""One page of the board as people see it: each instance with its planks, whose turn, and its last sync."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.checklist import registry
from apps.checklist.models import Step
from apps.connections.models import Connection
from apps.onboarding.rows import Turn, salesforce_admin
from apps.portfolio.board import Standing
from apps.sync import headline
from apps.sync.headline import Headline
from apps.sync.models import SyncState, Word
from apps.tenants.models import Instance
from apps.tenants.scope import Scope


@dataclass(frozen=True)
class Share:
    share: int | None


@dataclass(frozen=True)
class Plank:
    state: str
    part: int
    progress: Share


@dataclass(frozen=True)
class BoardRow:
    """``where`` is the open step in words; ``org`` what is known of the Salesforce side."""

    instance: Instance
    org: str
    planks: list[Plank]
    where: str
    turn: Turn | None
    since: datetime.datetime | None
    headline: Headline
    errors: int | None


def of(scope: Scope, standings: list[Standing]) -> list[BoardRow]:
    """In the order of the standings; the number of queries does not grow with them."""
    ids = [standing.instance_id for standing in standings]
    instances = Instance.objects.select_related("agency").in_bulk(ids)
    planks, orgs, syncs = _planks(scope, ids), _orgs(scope, ids), _syncs(scope, ids)
    return [
        BoardRow(
            instance=instances[pk],
            org=orgs.get(pk, ""),
            planks=planks[pk] or _locked(),
            where=_where(standing, syncs.get(pk)),
            turn=_turn(standing),
            since=standing.since,
            headline=headline.of_state(syncs[pk]) if pk in syncs else Headline("never"),
            errors=syncs[pk].row_errors if pk in syncs else None,
        )
        for pk, standing in zip(ids, standings, strict=True)
        if pk in instances
    ]


def _where(standing: Standing, sync: SyncState | None) -> str:
    if standing.slug is None:
        said = {Word.SYNCED: _("Synced"), Word.IN_PROGRESS: _("Sync in Progress"), Word.FAILED: _("Sync failed")}
        return said.get(Word(sync.word), _("Set-up finished")) if sync else _("Set-up finished")
    words = {"number": registry.number(standing.slug), "title": registry.find(standing.slug).title}
    return _("%(number)s %(title)s") % words


def _turn(standing: Standing) -> Turn | None:
    if standing.is_administrators:
        return salesforce_admin()
    return None if standing.turn == "none" else Turn(standing.turn, until=_until(standing))


def _until(standing: Standing) -> datetime.datetime | None:
    return standing.until if standing.turn == "time" else None


def _locked() -> list[Plank]:
    return [Plank("locked", definition.part, Share(None)) for definition in registry.definitions()]


def _planks(scope: Scope, ids: Iterable[int]) -> dict[int, list[Plank]]:
    places = {definition.slug: place for place, definition in enumerate(registry.definitions())}
    columns = ("instance_id", "slug", "state", "verified_at", "progress")
    steps = Step.objects.within(scope).filter(instance__in=ids, slug__in=places).only(*columns)
    planks: dict[int, list[Plank]] = defaultdict(list)
    for step in sorted(steps, key=lambda step: places[step.slug]):
        planks[step.instance_id].append(_plank(step))
    return planks


def _plank(step: Step) -> Plank:
    done, total = step.progress.get("done"), step.progress.get("total")
    share = min(100, 100 * done // total) if done is not None and total else None
    state = "unverified" if step.is_unverified else str(step.state)
    return Plank(state, registry.find(step.slug).part, Share(share))


def _orgs(scope: Scope, ids: Iterable[int]) -> dict[int, str]:
    """Only while signed in. Named columns alone: a board has no use for secrets, not even decrypted in passing."""
    signed_in = Connection.objects.within(scope).filter(instance__in=ids).exclude(signed_in_at=None)
    rows = signed_in.values_list("instance_id", "org_name", "edition")
    return {pk: ", ".join(word for word in words if word) for pk, *words in rows}


def _syncs(scope: Scope, ids: Iterable[int]) -> dict[int, SyncState]:
    return {state.instance_id: state for state in SyncState.objects.within(scope).filter(instance__in=ids)}

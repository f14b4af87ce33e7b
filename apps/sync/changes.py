"""What changed in an org since the last round: two short lists an object, all of them in one call.

``updated`` and ``deleted`` name records, and say until when they are whole: a moment that goes back before a
transaction that still runs. An object whose lists the org refuses, or whose lists don't reach back far enough, is asked
by itself for the records with a newer SystemModstamp.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from django.utils import timezone

from apps.salesforce.client import Client
from apps.salesforce.composite import Answer, Part
from apps.salesforce.errors import ApiDisabled, LimitReached, Outage, SalesforceError, SessionExpired
from apps.sync.cursors import Cursor

OVERLAP = datetime.timedelta(minutes=1)  # the lists know minutes only
STAMP_OVERLAP = datetime.timedelta(minutes=5)  # a record gets its stamp before others can see it
AHEAD = datetime.timedelta(minutes=5)  # by so much the org's clock may be ahead of ours at no cost
REACH = datetime.timedelta(days=29)  # of the lists, a day less than Salesforce says
FEW = 2000  # records that are worth naming; more come by a Bulk job
TOO_FAR_BACK = "INVALID_REPLICATION_DATE"
TOO_MANY = "EXCEEDED_ID_LIMIT"
OF_ALL = (SessionExpired, ApiDisabled, LimitReached)  # refusals that speak of more than one object


@dataclass(frozen=True)
class Found:
    """What is new of one object.

    ``gone`` were deleted, by the org's own log; ``has_gap``: that log does not reach back to the last round. ``until``
    is the cursor once all of it is here.
    """

    object: str
    since: Cursor
    until: Cursor
    ids: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    total: int = 0
    has_gap: bool = False
    error: SalesforceError | None = None

    @property
    def is_nothing(self) -> bool:
        return not (self.total or self.has_gap or self.error)

    @property
    def named(self) -> list[str]:
        return sorted({*self.ids, *self.gone})

    @property
    def where(self) -> str:
        return stamped_since(self.since.since)


@dataclass(frozen=True)
class Asking:
    """One question to one org. ``now`` is by our clock, ``end`` in times to come, so that no minute is cut off."""

    client: Client
    cursors: Mapping[str, Cursor]
    now: datetime.datetime
    end: datetime.datetime

    @property
    def clock(self) -> datetime.datetime:
        """Before the answers of this moment: the earlier of the org's clock and ours, should one of them jump."""
        return min(self.client.server_time or self.now, self.now)


def ask(client: Client, cursors: Mapping[str, Cursor], now: datetime.datetime) -> list[Found]:
    """In the order of the cursors. Raises what speaks of more than one object."""
    newest = max((max(each.updated, each.deleted) for each in cursors.values()), default=now)
    asking = Asking(client, cursors, now, max(now, newest) + AHEAD)
    found = _found(asking)
    if client.server_time and client.server_time > asking.end:  # our clock is far behind: the newest was left out
        found = _found(replace(asking, end=client.server_time + AHEAD))
    return [found[name] for name in cursors]


def asked_at(client: Client, began: datetime.datetime) -> datetime.datetime:
    """The org's clock before its answers to what was asked from ``began`` on by ours."""
    now = timezone.now()
    return (client.server_time or now) - (now - began) - datetime.timedelta(seconds=1)


def stamped_since(moment: datetime.datetime) -> str:
    return f"SystemModstamp >= {_said(moment - STAMP_OVERLAP)}"


def _found(asking: Asking) -> dict[str, Found]:
    listed, stamped = _parted(asking)
    lists = [part for name in listed for part in _lists(name, asking)]
    answers = asking.client.composite([*lists, *(_query(asking.cursors[name], name) for name in stamped)])
    _raise_for_all(answers)
    found = {name: _by_lists(name, asking, *answers[2 * at : 2 * at + 2]) for at, name in enumerate(listed)}
    for name, answer in zip(stamped, answers[len(lists) :], strict=True):
        since = asking.cursors[name]
        has_gap = not since.is_refused(asking.now)
        found[name] = _by_stamp(Found(name, since, since, has_gap=has_gap), asking, answer)
    return {**found, **_alone(asking, [each for each in found.values() if each.error and each.object in listed])}


def _parted(asking: Asking) -> tuple[list[str], list[str]]:
    """Those asked by their lists, and those by their stamps."""
    listed = [
        name
        for name, each in asking.cursors.items()
        if not each.is_refused(asking.now) and asking.now - each.since < REACH
    ]
    return listed, [name for name in asking.cursors if name not in listed]


def _alone(asking: Asking, refused: list[Found]) -> dict[str, Found]:
    """Whose lists were refused, or don't reach back: by their stamps, five a call. An outage is not asked again."""
    those = [each for each in refused if not isinstance(each.error, Outage)]
    answers = asking.client.composite(_query(each.since, each.object) for each in those)
    _raise_for_all(answers)
    return {
        each.object: _by_stamp(replace(each, error=None), asking, answer)
        for each, answer in zip(those, answers, strict=True)
    }


def _by_lists(name: str, asking: Asking, updated: Answer, deleted: Answer) -> Found:
    since = asking.cursors[name]
    found = Found(name, since, since)
    error = updated.error or deleted.error
    if error and error.code == TOO_MANY:
        until = replace(since, updated=asking.clock, deleted=asking.clock)
        return replace(found, total=FEW + 1, until=until, has_gap=True)
    if error:
        far = TOO_FAR_BACK in {each.error.code for each in (updated, deleted) if each.error}
        kept = since if far or isinstance(error, Outage) else replace(since, refused_at=asking.now)
        return replace(found, error=error, until=kept, has_gap=far)
    if _moment(deleted.body["earliestDateAvailable"]) > since.deleted:
        return replace(found, error=deleted.error or _gap(), has_gap=True)
    ids = tuple(updated.body["ids"])
    gone = tuple(each["id"] for each in deleted.body["deletedRecords"])
    covered = (min(_moment(each.body["latestDateCovered"]), asking.now) for each in (updated, deleted))
    return replace(found, ids=ids, gone=gone, total=len({*ids, *gone}), until=Cursor(*covered))


def _by_stamp(found: Found, asking: Asking, answer: Answer) -> Found:
    if answer.error:
        return replace(found, error=answer.error)
    until = replace(found.until, updated=asking.clock, deleted=asking.clock)
    ids = tuple(record["Id"] for record in answer.body["records"])
    return replace(found, ids=ids, total=int(answer.body["totalSize"]), until=until)


def _gap() -> SalesforceError:
    return SalesforceError(TOO_FAR_BACK, "The list of deletions begins later")


def _raise_for_all(answers: Iterable[Answer]) -> None:
    for answer in answers:
        if isinstance(answer.error, OF_ALL):
            raise answer.error


def _lists(name: str, asking: Asking) -> list[Part]:
    since, until = asking.cursors[name], _said(asking.end)
    spans = (("updated", since.updated), ("deleted", since.deleted))
    return [Part(f"sobjects/{name}/{verb}/?start={_said(start - OVERLAP)}&end={until}") for verb, start in spans]


def _query(since: Cursor, name: str) -> Part:
    """Deleted records too, as long as they are in the bin."""
    soql = f"SELECT Id FROM {name} WHERE {stamped_since(since.since)} ORDER BY SystemModstamp"  # noqa: S608
    return Part(f"queryAll?q={quote(soql)}")


def _said(moment: datetime.datetime) -> str:
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _moment(text: str) -> datetime.datetime:
    """As Salesforce writes it: 2026-01-31T10:00:00.000+0000."""
    return datetime.datetime.fromisoformat(text)

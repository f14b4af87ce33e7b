"""Which records were changed or deleted between two moments of the last thirty days."""

from __future__ import annotations

import datetime

from apps.practice_org import clock, newest, quoting, recycling
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.soql import dates, written
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

OLDEST = datetime.timedelta(days=30)
SHORTEST = datetime.timedelta(minutes=1)
KEPT = datetime.timedelta(days=15)  # the log of deletions
MOST_IDS = 600_000


def updated(call: Call, name: str) -> Reply:
    sobject = _replicateable(call, name)
    start, end = _span(call, clock.now() - OLDEST)
    stamp = quoting.name("SystemModstamp" if sobject.has("SystemModstamp") else "LastModifiedDate")
    alive = ' AND NOT "IsDeleted"' if sobject.has("IsDeleted") else ""
    found = _found(call, sobject, '"Id"', f"{stamp} >= ? AND {stamp} < ?{alive}", start, end)
    return Reply({"ids": [row[0] for row in found], "latestDateCovered": written.moment(_covered(end))})


def deleted(call: Call, name: str) -> Reply:
    """A deleted record carries its id and the time, never its master."""
    sobject = _replicateable(call, name)
    earliest = _log_begins(call)
    start, end = _span(call, earliest)
    condition = '"IsDeleted" AND "SystemModstamp" >= ? AND "SystemModstamp" < ?'
    columns = '"Id", "SystemModstamp"'
    rows = _found(call, sobject, columns, condition, start, end) if sobject.has("IsDeleted") else []
    if newest.is_since(call.live, sobject.name, start):
        rows += recycling.emptied(call.live, sobject.name, start, end)
    return Reply(
        {
            "deletedRecords": [{"deletedDate": written.moment(row[1]), "id": row[0]} for row in rows],
            "earliestDateAvailable": written.moment(earliest),
            "latestDateCovered": written.moment(_covered(end)),
        }
    )


def _log_begins(call: Call) -> datetime.datetime:
    purged = call.live.switches.delete_log_from
    kept = clock.now() - KEPT
    return max(kept, dates.instant(purged).replace(microsecond=0)) if purged else kept


def _found(
    call: Call, sobject: SObject, columns: str, condition: str, start: datetime.datetime, end: datetime.datetime
) -> list[tuple[str, datetime.datetime]]:
    if not newest.is_since(call.live, sobject.name, start):
        return []
    shared = f" AND {sobject.sight.finds('t')}" if sobject.sight.found else ""
    statement = f"SELECT {columns} FROM {quoting.name(sobject.name)} AS t WHERE {condition}{shared}"
    with call.live.storage.reading() as cursor:
        rows = cursor.execute(statement, [start, end]).fetchmany(MOST_IDS + 1)
    if len(rows) > MOST_IDS:
        raise Refusal("EXCEEDED_ID_LIMIT", f"exceeded {MOST_IDS} ids: use a shorter span")
    return rows


def _replicateable(call: Call, name: str) -> SObject:
    sobject = call.sobject(name)
    if "replicateable" not in sobject.facts.marks:
        raise not_found()
    return sobject


def _span(call: Call, earliest: datetime.datetime) -> tuple[datetime.datetime, datetime.datetime]:
    """Both ends, cut to the minute."""
    start, end = (_moment(call.query.get(name, ""), name) for name in ("start", "end"))
    if end < start:
        raise Refusal("INVALID_REPLICATION_DATE", "startDate cannot be after endDate")
    if start < earliest.replace(second=0):
        raise Refusal("INVALID_REPLICATION_DATE", "startDate before org replication enabled date or out of range")
    if end - start < SHORTEST:
        raise Refusal("INVALID_REPLICATION_DATE", "endDate must be at least one minute greater than startDate")
    return start, end


def _moment(text: str, name: str) -> datetime.datetime:
    try:
        return dates.instant(text.replace(" ", "+")).replace(second=0, microsecond=0)
    except ValueError as trouble:
        raise Refusal("INVALID_REPLICATION_DATE", f"{name} is not a valid date: {text}") from trouble


def _covered(end: datetime.datetime) -> datetime.datetime:
    return min(end, clock.now().replace(second=0))

"""Which records were changed or deleted between two moments of the last thirty days."""

from __future__ import annotations

import datetime

from apps.practice_org import quoting
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.soql import dates, records
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

OLDEST = datetime.timedelta(days=30)
SHORTEST = datetime.timedelta(minutes=1)
KEPT = datetime.timedelta(days=15)


def updated(call: Call, name: str) -> Reply:
    sobject = _replicateable(call, name)
    start, end = _span(call)
    column = quoting.name("SystemModstamp" if sobject.has("SystemModstamp") else "LastModifiedDate")
    alive = ' AND NOT "IsDeleted"' if sobject.has("IsDeleted") else ""
    shown = f"{alive}{_shared(sobject)}"
    statement = f'SELECT "Id" FROM {quoting.name(sobject.name)} AS t WHERE {column} >= ? AND {column} < ?{shown}'
    with call.live.storage.reading() as cursor:
        found = [row[0] for row in cursor.execute(statement, [start, end]).fetchall()]
    return Reply({"ids": found, "latestDateCovered": records.value(_covered(end))})


def deleted(call: Call, name: str) -> Reply:
    """A deleted record carries its id and the time, never its master."""
    sobject = _replicateable(call, name)
    start, end = _span(call)
    rows = []
    if sobject.has("IsDeleted"):
        statement = f'SELECT "Id", "SystemModstamp" FROM {quoting.name(sobject.name)} AS t WHERE "IsDeleted" '
        statement += f'AND "SystemModstamp" >= ? AND "SystemModstamp" < ?{_shared(sobject)}'
        with call.live.storage.reading() as cursor:
            rows = cursor.execute(statement, [start, end]).fetchall()
    return Reply(
        {
            "deletedRecords": [{"deletedDate": records.value(row[1]), "id": row[0]} for row in rows],
            "earliestDateAvailable": records.value(_now() - KEPT),
            "latestDateCovered": records.value(_covered(end)),
        }
    )


def _shared(sobject: SObject) -> str:
    return f" AND {sobject.sight.finds('t')}" if sobject.sight.found else ""


def _replicateable(call: Call, name: str) -> SObject:
    sobject = call.sobject(name)
    if "replicateable" not in sobject.facts.marks:
        raise not_found()
    return sobject


def _span(call: Call) -> tuple[datetime.datetime, datetime.datetime]:
    """Both ends, cut to the minute."""
    start, end = (_moment(call.query.get(name, ""), name) for name in ("start", "end"))
    if start < _now() - OLDEST:
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
    return min(end, _now().replace(second=0))


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0)

"""The answers of child subqueries: for each parent of a page a reply of its own, inside the parent's record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from apps.practice_org.rest import asking, cursors
from apps.practice_org.soql import records
from apps.practice_org.soql.compiled import Children, Query
from apps.practice_org.soql.records import Record, Row
from apps.practice_org.web.call import Call

AHEAD = 3  # columns before the child's own: parent, number, total


def of(call: Call, query: Query, rows: Sequence[Row], put: cursors.Put) -> list[dict[str, Record]]:
    """For each child query, the replies by the id of the parent; a parent without children has none."""
    parents = [row[query.shape.id_at] for row in rows]
    return [
        _family(call, child, parents, replace(put, route=(*put.route, number)))
        for number, child in enumerate(query.children)
    ]


def _family(call: Call, child: Children, parents: list[str], put: cursors.Put) -> dict[str, Record]:
    size = asking.page_size(call)
    with call.live.storage.reading() as cursor:
        found = cursor.execute(child.sql(size), [parents]).fetchall()
    own = [row[AHEAD:] for row in found]
    inside = of(call, child.query, own, put) if child.query.children and own else ()
    made = zip(found, records.records(child.query, own, call.version, inside), strict=True)
    return {
        parent: _reply(call, child, parent, [(row[2], record) for row, record in several], put)
        for parent, several in groupby(made, key=lambda pair: pair[0][0])
    }


def _reply(call: Call, child: Children, parent: str, several: list[tuple[int, Record]], put: cursors.Put) -> Record:
    total, size = several[0][0], len(several)
    reply: dict[str, Any] = {"totalSize": total, "done": total <= size}
    if not reply["done"]:
        aside = cursors.put_aside(call, child.ids_sql, [[parent]], put)
        reply["nextRecordsUrl"] = cursors.url(call, aside, size)
    return {**reply, "records": [record for _, record in several]}

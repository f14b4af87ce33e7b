"""What the org has: describeGlobal and describe, for the user who asks."""

from __future__ import annotations

import datetime
import hashlib
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from apps.practice_org.rest import record_types
from apps.practice_org.schema import describe as words
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.soql import compiling, records
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply, encode

_made: dict[tuple[str, str, str, str, str, bool, int], bytes] = {}
MOST_KEPT = 500
MOST_RECENT = 10


def describe_global(call: Call) -> Reply:
    sobjects = [words.global_entry(sobject.facts, call.version) for sobject in call.view.all()]
    return _conditional(call, encode({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": sobjects}))


def basic(call: Call, name: str) -> Reply:
    sobject = call.sobject(name)
    entry = words.global_entry(sobject.facts, call.version)
    return Reply({"objectDescribe": entry, "recentItems": _recent(call, sobject)})


def _recent(call: Call, sobject: SObject) -> list[Any]:
    """What the user worked on last."""
    if "mruEnabled" not in sobject.facts.marks or not (sobject.has("Name") and sobject.has("LastModifiedById")):
        return []
    statement = (
        f"SELECT Id, Name FROM {sobject.name} WHERE LastModifiedById = '{call.user.id}' "
        f"ORDER BY LastModifiedDate DESC LIMIT {MOST_RECENT}"
    )
    compiled = compiling.compile_query(statement, call.view)
    with call.live.storage.reading() as cursor:
        rows = cursor.execute(compiled.sql).fetchall()
    return records.records(compiled, rows, call.version)


def describe(call: Call, name: str) -> Reply:
    """Made once for each version of the org's fields, because a client may ask for a dozen at a time."""
    sobject = call.sobject(name)
    is_tooling = call.path.startswith("tooling/")
    key = (call.live.id, call.user.id, sobject.name, call.version, call.origin, is_tooling, call.live.version)
    if key not in _made:
        if len(_made) > MOST_KEPT:
            _made.clear()
        _made[key] = encode(_whole(call, sobject))
    return _conditional(call, _made[key])


def _whole(call: Call, sobject: SObject) -> Any:
    kinds = record_types.infos(call, sobject)
    children = _children(call, sobject)
    return words.object_reply(sobject, call.version, children=children, record_types=kinds, origin=call.origin)


def _children(call: Call, sobject: SObject) -> list[dict[str, Any]]:
    return [
        words.child_relationship(sobject.name, other.name, field)
        for other in call.view.all()
        for field in other.fields
        if sobject.name in field.to
    ]


def _conditional(call: Call, body: bytes) -> Reply:
    """If-Modified-Since is answered from the time the org's fields last moved; a body is sent when nothing is known."""
    changed = call.live.changed_at
    headers = {
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:8]}"',
        "Last-Modified": format_datetime(changed, usegmt=True),
    }
    asked = _moment(call, "if-modified-since")
    if asked and asked >= changed:
        return Reply(None, 304, headers)
    unmodified = _moment(call, "if-unmodified-since")
    if unmodified and unmodified < changed:
        return Reply(None, 412, headers)
    return Reply(body, 200, headers)


def _moment(call: Call, header: str) -> datetime.datetime | None:
    """A date that nobody can read is as good as none."""
    try:
        return parsedate_to_datetime(call.headers.get(header, ""))
    except ValueError:
        return None

"""What the org has: describeGlobal and describe, for the user who asks."""

from __future__ import annotations

import hashlib
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from apps.practice_org.rest import record_types
from apps.practice_org.schema import describe as words
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply, encode

_made: dict[tuple[str, str, str, str, int], bytes] = {}
MOST_KEPT = 500


def describe_global(call: Call) -> Reply:
    sobjects = [words.global_entry(sobject.facts, call.version) for sobject in call.view.all()]
    return _conditional(call, encode({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": sobjects}))


def basic(call: Call, name: str) -> Reply:
    sobject = call.sobject(name)
    return Reply({"objectDescribe": words.global_entry(sobject.facts, call.version), "recentItems": []})


def describe(call: Call, name: str) -> Reply:
    """Made once for each version of the org's fields, because a client may ask for a dozen at a time."""
    sobject = call.sobject(name)
    key = (call.live.id, call.user.id, sobject.name, call.version, call.live.version)
    if key not in _made:
        if len(_made) > MOST_KEPT:
            _made.clear()
        _made[key] = encode(_whole(call, sobject))
    return _conditional(call, _made[key])


def _whole(call: Call, sobject: SObject) -> Any:
    kinds = record_types.infos(call, sobject)
    return words.object_reply(sobject, call.version, children=_children(call, sobject), record_types=kinds)


def _children(call: Call, sobject: SObject) -> list[dict[str, Any]]:
    return [
        words.child_relationship(other.name, field)
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
    asked = call.headers.get("if-modified-since")
    if asked and parsedate_to_datetime(asked) >= changed:
        return Reply(None, 304, headers)
    return Reply(body, 200, headers)

"""The Tooling API: queries of setup, and custom fields and layouts as records."""

from __future__ import annotations

import json
from typing import Any

from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.reports import settings
from apps.practice_org.rest import query
from apps.practice_org.setup import fields, layouts
from apps.practice_org.setup.fields import CustomField
from apps.practice_org.setup.layouts import Layout
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

ONE_ROW = (
    "When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one "
    "row for retrieval. Result size: {}"
)
WHOLE = frozenset({"Metadata", "FullName"})


def ask(call: Call) -> Reply:
    """The reply names its object and its size, and writes definitions as what they are."""
    reply = query.query(call)
    body = reply.body
    if not isinstance(body, dict) or "records" not in body:
        return reply
    found = body["records"]
    if len(found) > 1 and WHOLE & set(found[0]):
        raise Refusal("MALFORMED_QUERY", ONE_ROW.format(len(found)))
    kind = found[0]["attributes"]["type"] if found else None
    head = {"size": len(found), "totalSize": body["totalSize"], "done": body["done"], "queryLocator": None}
    return Reply({**head, "entityTypeName": kind, "records": [_written(call, record) for record in found]})


def create_field(call: Call) -> Reply:
    fields.require_right(call.live, call.user.id)
    body = call.json_object()
    metadata = _metadata(body)
    made = fields.create(call.live, call.user.id, str(body.get("FullName") or ""), metadata)
    return Reply({"id": made.id, "success": True, "errors": [], "warnings": [], "infos": []}, 201)


def read_field(call: Call, key: str) -> Reply:
    _require_view(call)
    return Reply(_record(call, "CustomField", settings.custom_field(call.live, _field(call, key))))


def change_field(call: Call, key: str) -> Reply:
    fields.require_right(call.live, call.user.id)
    fields.update(call.live, call.user.id, _field(call, key).full_name, _metadata(call.json_object()))
    return Reply(None, 204)


def delete_field(call: Call, key: str) -> Reply:
    fields.require_right(call.live, call.user.id)
    fields.delete(call.live, _field(call, key).full_name)
    return Reply(None, 204)


def read_layout(call: Call, key: str) -> Reply:
    _require_view(call)
    row = next((row for row in settings.page_layouts(call.live) if row["Id"][:15] == key[:15]), None)
    if row is None:
        raise not_found()
    return Reply(_record(call, "Layout", row))


def change_layout(call: Call, key: str) -> Reply:
    fields.require_right(call.live, call.user.id)
    layouts.arrange(call.live, _layout(call, key), _metadata(call.json_object()))
    return Reply(None, 204)


def _written(call: Call, value: Any) -> Any:
    """Records below this API have addresses of their own; a definition was kept as text."""
    if not isinstance(value, dict):
        return value
    found = {name: _written(call, one) for name, one in value.items()}
    if isinstance(found.get("Metadata"), str):
        found["Metadata"] = json.loads(found["Metadata"])
    if "url" in found:
        found["url"] = found["url"].replace(f"{call.base}/sobjects", f"{call.base}/tooling/sobjects")
    return found


def _record(call: Call, kind: str, row: dict[str, Any]) -> dict[str, Any]:
    url = f"{call.base}/tooling/sobjects/{kind}/{row['Id']}"
    moments = {name: f"{row[name]}.000+0000" for name in ("CreatedDate", "LastModifiedDate")}
    return {"attributes": {"type": kind, "url": url}, **row, **moments}


def _metadata(body: dict[str, Any]) -> dict[str, Any]:
    metadata = body.get("Metadata")
    if not isinstance(metadata, dict):
        words = "Required fields are missing: [Metadata]"
        raise Refusal("REQUIRED_FIELD_MISSING", words, fields=["Metadata"])
    return metadata


def _field(call: Call, key: str) -> CustomField:
    found = fields.of_id(call.live, key)
    if found is None:
        raise not_found()
    return found


def _layout(call: Call, key: str) -> Layout:
    for one in layouts.listing(call.live):
        if layouts.layout_id(call.live, one)[:15] == key[:15]:
            return one
    raise not_found()


def _require_view(call: Call) -> None:
    if not call.live.permissions(call.user.id)["PermissionsViewSetup"]:
        raise not_found()

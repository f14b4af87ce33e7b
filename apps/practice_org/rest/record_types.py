"""The record types of an object, as describe and layouts list them."""

from __future__ import annotations

from typing import Any

from apps.practice_org.schema.describe import MASTER_RECORD_TYPE
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.storage import fetch_dicts
from apps.practice_org.web.call import Call


def infos(call: Call, sobject: SObject) -> list[dict[str, Any]]:
    if "layoutable" not in sobject.facts.marks:
        return []
    with call.live.storage.reading() as cursor:
        statement = 'SELECT * FROM "RecordType" WHERE "SobjectType" = ? ORDER BY "Id"'
        rows = fetch_dicts(cursor, statement, [sobject.name])
    found = [
        _info(call, sobject, row["Id"], row["Name"], row["DeveloperName"], index == 0) for index, row in enumerate(rows)
    ]
    return [*found, _info(call, sobject, MASTER_RECORD_TYPE, "Master", "Master", not found)]


def _info(call: Call, sobject: SObject, key: str, name: str, developer_name: str, is_default: bool) -> dict[str, Any]:
    return {
        "active": True,
        "available": True,
        "defaultRecordTypeMapping": is_default,
        "developerName": developer_name,
        "master": key == MASTER_RECORD_TYPE,
        "name": name,
        "recordTypeId": key,
        "urls": {"layout": f"{call.base}/sobjects/{sobject.name}/describe/layouts/{key}"},
    }

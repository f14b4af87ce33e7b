"""Searches by words over REST: SOSL as it is, or its parts as parameters."""

from __future__ import annotations

from typing import Any

from apps.practice_org.refusals import Refusal
from apps.practice_org.rest import asking
from apps.practice_org.soql import records, searching
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

RESERVED = str.maketrans({char: f"\\{char}" for char in "?&|!{}[]()^~:\\+-'"})


def search(call: Call) -> Reply:
    statement = call.query.get("q", "")
    if not statement.strip():
        raise Refusal("MALFORMED_SEARCH", "No search term found. The search term must be enclosed in braces.")
    return Reply({"searchRecords": _found(call, statement)})


def parameterized(call: Call) -> Reply:
    asked = call.json_object() if call.method == "POST" else _parameters(call)
    words = str(asked.get("q", "")).strip()
    if not words:
        raise Refusal("MISSING_ARGUMENT", "Missing required parameter: q")
    returned = ", ".join(_returned(asked, one) for one in asked.get("sobjects", []))
    parts = ["FIND {" + words.translate(RESERVED) + "}", f"IN {asked.get('in', 'ALL')} FIELDS"]
    parts += [f"RETURNING {returned}"] if returned else []
    parts += [f"LIMIT {asked['overallLimit']}"] if asked.get("overallLimit") else []
    return Reply({"searchRecords": _found(call, " ".join(parts))})


def _parameters(call: Call) -> dict[str, Any]:
    """The same in an address: sobject=Lead&Lead.fields=Id,Name&Lead.limit=5."""
    names = [name.strip() for name in call.query.get("sobject", "").split(",") if name.strip()]
    sobjects = [{"name": name, **_own(call, name)} for name in names]
    fields = call.query.get("fields", "")
    return {**call.query, "sobjects": sobjects, "fields": fields.split(",") if fields else []}


def _own(call: Call, name: str) -> dict[str, Any]:
    own = {key.removeprefix(f"{name}."): value for key, value in call.query.items() if key.startswith(f"{name}.")}
    return {**own, "fields": own["fields"].split(",")} if "fields" in own else own


def _returned(asked: dict[str, Any], one: dict[str, Any]) -> str:
    fields = one.get("fields") or asked.get("fields") or ["Id"]
    limit = one.get("limit") or asked.get("defaultLimit")
    where = f" WHERE {one['where']}" if one.get("where") else ""
    order = f" ORDER BY {one['orderBy']}" if one.get("orderBy") else ""
    return f"{one['name']}({', '.join(fields)}{where}{order}{f' LIMIT {limit}' if limit else ''})"


def _found(call: Call, statement: str) -> list[records.Record]:
    search_for = searching.compile_search(statement, call.view, asking.asker(call))
    found: list[records.Record] = []
    with call.live.storage.reading() as cursor:
        for query in search_for.queries:
            rows = cursor.execute(query.sql).fetchmany(search_for.limit - len(found))
            found += records.records(query, rows, call.version)
    return found

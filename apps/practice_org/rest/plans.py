"""What a query would do: its plan (`explain`), and the columns of its result (`columns=true`)."""

from __future__ import annotations

from typing import Any

from apps.practice_org import quoting
from apps.practice_org.schema.field import ID_TYPES, NUMBER_TYPES
from apps.practice_org.soql.compiled import Query
from apps.practice_org.soql.scope import Column
from apps.practice_org.web.call import Call

APEX_TYPES = {
    "id": "Id",
    "reference": "Id",
    "boolean": "Boolean",
    "int": "Integer",
    "double": "Double",
    "currency": "Double",
    "percent": "Double",
    "date": "Date",
    "datetime": "Datetime",
    "time": "Time",
}


def explain(call: Call, query: Query) -> dict[str, Any]:
    """One plan: the filter reads the whole table, as far as anybody can see from outside."""
    with call.live.storage.reading() as cursor:
        everything = cursor.execute(f"SELECT count(*) FROM {quoting.name(query.sobject.name)}").fetchone()
        matching = cursor.execute(query.count_sql).fetchone()
    total, found = everything[0] if everything else 0, matching[0] if matching else 0
    plan: dict[str, Any] = {
        "cardinality": found,
        "fields": [],
        "leadingOperationType": "TableScan",
        "notes": [],
        "relativeCost": round(found / total, 3) if total else 0.0,
        "sobjectCardinality": total,
        "sobjectType": query.sobject.name,
    }
    return {"plans": [plan], "sourceQuery": call.query["explain"]}


def columns(query: Query) -> dict[str, Any]:
    """What the command line of Salesforce asks after each query."""
    return {
        "columnMetadata": [_column(query, one, key) for one, key in zip(query.columns, query.names, strict=True)],
        "entityName": query.sobject.name,
        "groupBy": bool(query.group),
        "idSelected": any(column.path == ("Id",) for column in query.columns),
        "keyPrefix": query.sobject.facts.prefix,
    }


def _column(query: Query, column: Column, key: str) -> dict[str, Any]:
    kind, name = column.field.type, key if query.is_aggregate else column.path[0]
    shown = {
        "aggregate": query.is_aggregate,
        "apexType": APEX_TYPES.get(kind, "String"),
        "booleanType": kind == "boolean",
        "columnName": name,
        "custom": column.field.is_custom,
        "displayName": name,
        "foreignKeyName": column.field.relationship or None,
        "insertable": column.field.has("createable"),
        "joinColumns": [],
        "numberType": kind in NUMBER_TYPES or kind == "int",
        "textType": kind in ID_TYPES or APEX_TYPES.get(kind) is None,
        "updatable": column.field.has("updateable"),
    }
    if query.is_aggregate or len(column.path) == 1:
        return shown
    inner = _column(query, type(column)(column.sql, column.field, column.path[1:]), key)
    return {**shown, "apexType": None, "joinColumns": [inner]}

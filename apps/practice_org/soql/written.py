"""How the REST interface writes the value of a field, as SQL: moments as text, everything else as it is."""

from __future__ import annotations

import datetime

from apps.practice_org.schema.field import Field

MOMENT = "%Y-%m-%dT%H:%M:%S.000+0000"


def rest(field: Field, sql: str) -> str:
    if field.type == "datetime":
        return f"strftime({sql}, '{MOMENT}')"
    if field.type == "date":
        return f"({sql})::VARCHAR"
    if field.type == "time":
        return f"strftime(DATE '2000-01-01' + {sql}, '%H:%M:%S.%gZ')"
    return sql


def moment(found: datetime.datetime) -> str:
    return found.strftime(MOMENT)

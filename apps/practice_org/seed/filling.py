"""Fills the tables of a new org: the large objects by one statement each, the small ones row by row."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from apps.practice_org import quoting
from apps.practice_org.orgs import Org
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.seed import currencies, custom_values, macros, persons, staff
from apps.practice_org.seed.plan import Plan, plan

# Of a hundred leads, how many repeat the e-mail of another; of a hundred values, how many nobody meant.
TWINS, JUNK_TWINS, CARELESS_PERCENT = 3, 8, 5
SQL = Path(__file__).parent / "sql"
OF_USER = "RunningUser"  # whose rows they are, where each user sees others
LARGE = tuple(sorted(path.stem for path in SQL.glob("*.sql")))


def fill(connection: duckdb.DuckDBPyConnection, org: Org, objects: Iterable[SObject]) -> None:
    counts = plan(org.records)
    macros.install(connection, org, counts)
    for sobject in objects:
        connection.execute(create_table(sobject))
        if sobject.name in LARGE:
            fill_large(connection, sobject, counts, is_junk=org.is_junk)
    for name, rows in staff.tables(org).items():
        insert(connection, name, rows)
    if org.has_person_accounts:
        persons.make(connection, counts)
    if org.has_currencies:
        currencies.spread(connection)


def create_table(sobject: SObject) -> str:
    columns = [column(field) for field in sobject.fields if field.is_stored]
    if "reported" in sobject.facts.marks:
        columns.append(f'"{OF_USER}" VARCHAR')
    return f'CREATE TABLE "{sobject.name}" ({", ".join(columns)})'


def column(field: Field) -> str:
    default = " DEFAULT false" if field.type == "boolean" else ""
    return f"{quoting.name(field.name)} {field.column_type}{default}"


def fill_large(connection: duckdb.DuckDBPyConnection, sobject: SObject, counts: Plan, *, is_junk: bool) -> None:
    if counts[sobject.name] == 0:
        return
    junk = CARELESS_PERCENT if is_junk else 0
    statement = _with_counts((SQL / f"{sobject.name}.sql").read_text(encoding="utf-8"), sobject.name, counts)
    statement = statement.replace("$twins", str(JUNK_TWINS if is_junk else TWINS))
    extra = "".join(
        f", {custom_values.expression(field, position, junk=junk)} AS {quoting.name(field.name)}"
        for position, field in enumerate(sobject.fields)
        if field.is_custom and field.is_stored and field.fill and f" AS {field.name}," not in statement
    )
    surplus = [name for name in ("Region__c",) if name in statement and not sobject.has(name)]
    without = ", ".join(["i", *surplus])
    connection.execute(
        f'INSERT INTO "{sobject.name}" BY NAME SELECT s.* EXCLUDE ({without}){extra} FROM ({statement}) AS s'
    )


def insert(connection: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]]) -> None:
    """All rows in one statement; they have the same columns."""
    if not rows:
        return
    names = ", ".join(quoting.name(key) for key in rows[0])
    marks = ", ".join("(" + ", ".join("?" for _ in row) + ")" for row in rows)
    values = [value for row in rows for value in row.values()]
    connection.execute(f"INSERT INTO {quoting.name(name)} ({names}) VALUES {marks}", values)


def _with_counts(statement: str, name: str, counts: Plan) -> str:
    """The statements name the counts that they need; they are numbers of ours."""
    known = {
        "$count": counts.rows(name),
        "$leads": counts["Lead"],
        "$contacts": counts["Contact"],
        "$opportunities": counts["Opportunity"],
        "$campaigns": counts["Campaign"],
    }
    for mark, number in known.items():
        statement = statement.replace(mark, str(number))
    return statement

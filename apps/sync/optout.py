"""Opt-out is sticky: true wins in both directions, goes to every person with that address, and outlives the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from psycopg import sql

from apps.mapping.objects import OBJECTS
from apps.marketing.database import Connection
from apps.sync import outbox
from apps.sync.outbox import Reason, Wanted
from apps.sync.outbox_rules import Rules
from apps.sync.plan import Plan
from apps.sync.statements import ARRIVING
from apps.tenants.sql import read

STICKY = Reason("opt-out", "", is_sticky=True)
HERE_ONLY = "person_marketing"
OF_IDS = sql.SQL("p.sfdc_id = ANY(%(ids)s)")
OF_ADDRESS = sql.SQL("known.email = ANY(%(emails)s)")


@dataclass(frozen=True)
class Heard:
    """Ids of a page's people not opted out there: ``held`` are here, ``known`` have the address of one who is."""

    held: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


def hear(connection: Connection, plan: Plan) -> Heard:
    """Before a page goes over: learns its addresses."""
    if plan.rules is None or not _says(plan.rules):
        return Heard()
    connection.execute(_filled("opt_out_learn", plan.rules, people=ARRIVING))
    held = connection.execute(_filled("opt_out_held", plan.rules, table=plan.table))
    known = connection.execute(_filled("opt_out_known", plan.rules))
    return Heard(tuple(each for (each,) in held), tuple(each for (each,) in known))


def hold(connection: Connection, plan: Plan, heard: Heard) -> None:
    """After a page went over: who was opted out, or has the address of somebody who was, is so again."""
    if plan.rules is not None and (heard.held or heard.known):
        owed = _owed(connection, plan.object.table, plan.rules, OF_IDS, {"ids": heard.known})
        _set(connection, plan.name, plan.rules, {*heard.held, *owed})


def settle(connection: Connection, rules: Mapping[str, Rules]) -> None:
    """Within a transaction: what was learned goes to everybody; the first time all people are looked through."""
    said = {name: each for name, each in rules.items() if _says(each)}
    columns = ", ".join(f"{name}: {each.email}, {each.opt_out}" for name, each in said.items())
    done = "INSERT INTO opted_out_pass (columns) VALUES (%s) ON CONFLICT DO NOTHING"
    if said and connection.execute(done, [columns]).rowcount:
        for table, _name, each in _tables(said):
            named = {"table": sql.Identifier(table), "index": _index(table, each)}
            connection.execute(_filled("opt_out_learn", each, people=named["table"]))
            connection.execute(_filled("opt_out_index", each, **named))
    spread(connection, said)


def learn(connection: Connection, rules: Mapping[str, Rules], ids: Sequence[str]) -> None:
    """Within a transaction, after these people were changed here: their addresses, and those that they took on."""
    said = {name: each for name, each in rules.items() if _says(each)}
    chosen = sql.SQL("(SELECT * FROM {} WHERE sfdc_id = ANY(%(ids)s)) AS changed")
    for table, _name, each in _tables(said):
        connection.execute(_filled("opt_out_learn", each, people=chosen.format(sql.Identifier(table))), {"ids": ids})
    for table, name, each in _tables(said):
        _set(connection, name, each, _owed(connection, table, each, OF_IDS, {"ids": ids}))
    spread(connection, said)


def spread(connection: Connection, rules: Mapping[str, Rules]) -> None:
    emails = [email for (email,) in connection.execute("SELECT email FROM opted_out WHERE spread_at IS NULL")]
    if not emails:
        return
    asked = {"emails": emails}
    for table, name, each in _tables(rules):
        _set(connection, name, each, _owed(connection, table, each, OF_ADDRESS, asked))
    connection.execute(read("sync", "opt_out_spread").encode(), asked)


def _owed(
    connection: Connection, table: str, rules: Rules, wanted: sql.SQL, asked: Mapping[str, Sequence[str]]
) -> set[str]:
    statement = _filled("opt_out_owed", rules, table=sql.Identifier(table), wanted=wanted)
    return {sfdc_id for (sfdc_id,) in connection.execute(statement, {key: list(ids) for key, ids in asked.items()})}


def _set(connection: Connection, name: str, rules: Rules, ids: Iterable[str]) -> None:
    wanted = [Wanted(each, {str(rules.opt_out): True}) for each in sorted(ids)]
    outbox.change(connection, wanted, {name: rules}, STICKY)


def _index(table: str, rules: Rules) -> sql.Identifier:
    return sql.Identifier(f"{table}_where_{rules.opt_out}")


def _says(rules: Rules) -> bool:
    return bool(rules.email and rules.opt_out)


def _tables(rules: Mapping[str, Rules]) -> list[tuple[str, str, Rules]]:
    """Where people lie; those who are not in Salesforce have the columns of leads."""
    found = [(OBJECTS[name].table, name, each) for name, each in rules.items()]
    of_leads = rules.get("Lead")
    return [*found, (HERE_ONLY, "", of_leads)] if of_leads else found


def _filled(name: str, rules: Rules, **parts: sql.Composable) -> sql.Composed:
    """A statement takes of these what it names."""
    named = {"email": sql.Identifier(str(rules.email)), "opt_out": sql.Identifier(str(rules.opt_out)), **parts}
    return sql.SQL(read("sync", name)).format(**named)

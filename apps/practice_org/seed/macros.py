"""The small functions that the seed statements are written in: chance, ids, people, companies, dates."""

from __future__ import annotations

import duckdb

from apps.practice_org import ids, quoting
from apps.practice_org.orgs import Org
from apps.practice_org.schema.sobject import all_facts
from apps.practice_org.seed import words
from apps.practice_org.seed.plan import Plan

PERSON_SPAN = 4_096  # questions that can be asked about one index

# `h` is all the chance there is: index and question, mixed with the seed.
BASICS = """
CREATE OR REPLACE TEMP MACRO h(i, question) AS hash(i * {span} + question + {offset});
CREATE OR REPLACE TEMP MACRO chance(i, question, percent) AS h(i, question) % 1000 < percent * 10;
CREATE OR REPLACE TEMP MACRO nth(list, number) AS list[(number % len(list) + 1)::INTEGER];
"""
PEOPLE = """
CREATE OR REPLACE TEMP MACRO created(i) AS
    TIMESTAMP '2019-01-07 08:00:00' + to_seconds((h(i, 900) % 236000000)::BIGINT);
CREATE OR REPLACE TEMP MACRO changed(i) AS least(
    created(i) + to_seconds((h(i, 901) % 31000000)::BIGINT),
    TIMESTAMP '2026-10-01 00:00:00' + to_seconds((h(i, 902) % 2500000)::BIGINT));
CREATE OR REPLACE TEMP MACRO touched(i) AS changed(i) + to_seconds(CASE WHEN chance(i, 903, 6) THEN 86400 ELSE 0 END);
CREATE OR REPLACE TEMP MACRO day_after(moment, i, question, days) AS
    moment::DATE + (1 + h(i, question) % days)::INTEGER;
CREATE OR REPLACE TEMP MACRO phone(i, question) AS
    '+1 (' || (200 + h(i, question) % 700) || ') 555-' || lpad((h(i, question + 1) % 10000)::VARCHAR, 4, '0');
CREATE OR REPLACE TEMP MACRO full_name(given, family) AS given || ' ' || family;
CREATE OR REPLACE TEMP MACRO company(c) AS nth(company_first(), h(c, 910)) || ' ' || nth(company_second(), h(c, 911))
    || ' ' || nth(company_form(), h(c, 912));
CREATE OR REPLACE TEMP MACRO domain(c) AS
    lower(nth(company_first(), h(c, 910)) || '-' || nth(company_second(), h(c, 911))) || c || '.example';
CREATE OR REPLACE TEMP MACRO given_name(p) AS nth(first_names(), h(p, 920));
CREATE OR REPLACE TEMP MACRO family_name(p) AS nth(last_names(), h(p, 921));
CREATE OR REPLACE TEMP MACRO mailbox(p) AS
    lower(strip_accents(replace(given_name(p) || '.' || family_name(p), '''', '')));
CREATE OR REPLACE TEMP MACRO ascii_mailbox(p) AS
    replace(replace(replace(mailbox(p), 'ł', 'l'), 'ø', 'o'), 'ß', 'ss');
CREATE OR REPLACE TEMP MACRO email(p, c) AS ascii_mailbox(p) || '.' || p || '@' || domain(c);
CREATE OR REPLACE TEMP MACRO owner(i, question) AS user_id(2 + h(i, question) % {owners});
CREATE OR REPLACE TEMP MACRO contact_account(c) AS h(c, 930) % {accounts};
CREATE OR REPLACE TEMP MACRO lead_firm(i) AS
    CASE WHEN i % 16 = 7 THEN contact_account(i // 16) ELSE h(i, 1) % 100000 END;
CREATE OR REPLACE TEMP MACRO contact_person(c) AS CASE WHEN c < {converted} THEN c * 16 + 7 ELSE {leads} + c END;
CREATE OR REPLACE TEMP MACRO contact_email(c) AS email(contact_person(c), contact_account(c));
"""


def install(connection: duckdb.DuckDBPyConnection, org: Org, plan: Plan) -> None:
    for name, entries in words.LISTS.items():
        connection.execute(f"CREATE OR REPLACE TEMP MACRO {name}() AS {quoting.array(entries)}")
    offset = org.seed * 1_000_000_007
    connection.execute(BASICS.format(span=PERSON_SPAN, offset=offset))
    for name, facts in all_facts().items():
        connection.execute(_id_macro(name, facts.prefix, org.pod))
    connection.execute(
        PEOPLE.format(
            owners=plan["User"] - 2,
            accounts=plan["Account"],
            converted=plan.converted,
            leads=plan["Lead"],
        )
    )


def _id_macro(name: str, prefix: str, pod: str) -> str:
    """All but five characters are the same for the seeded records of an object, and those five have no capitals."""
    first = ids.seeded(prefix, pod, 0)
    head, check = first[: ids.SHORT - ids.TAIL], first[ids.SHORT :]
    tail = f"lower(to_base((i + {ids.FIRST_NUMBER})::BIGINT, 36, {ids.TAIL}))"
    return f"CREATE OR REPLACE TEMP MACRO {_snake(name)}_id(i) AS '{head}' || {tail} || '{check}'"


def _snake(name: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name).lstrip("_")

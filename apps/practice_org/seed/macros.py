"""The small functions that the seed statements are written in: chance, ids, people, companies, dates."""

from __future__ import annotations

import duckdb

from apps.practice_org import ids, orgs, quoting
from apps.practice_org.orgs import Org
from apps.practice_org.schema.sobject import all_facts
from apps.practice_org.seed import words
from apps.practice_org.seed.plan import Plan

TAIL = 5  # characters of an id that differ between seeded records
PERSON_SPAN = 4_096  # questions that can be asked about one index

# `h` is all the chance there is: index and question, mixed with the seed.
BASICS = """
CREATE OR REPLACE MACRO h(i, question) AS hash(i * {span} + question + {offset});
CREATE OR REPLACE MACRO chance(i, question, percent) AS h(i, question) % 1000 < percent * 10;
CREATE OR REPLACE MACRO nth(list, number) AS list[(number % len(list) + 1)::INTEGER];
CREATE OR REPLACE MACRO letter(n) AS substr('{digits}', (n % 62 + 1)::BIGINT, 1);
CREATE OR REPLACE MACRO capital(n, weight) AS CASE WHEN n % 62 BETWEEN 10 AND 35 THEN weight ELSE 0 END;
CREATE OR REPLACE MACRO tail(n) AS
    letter(n // 14776336) || letter(n // 238328) || letter(n // 3844) || letter(n // 62) || letter(n);
CREATE OR REPLACE MACRO tail_check(n) AS substr('{checksum}', (1 + capital(n // 14776336, 1)
    + capital(n // 238328, 2) + capital(n // 3844, 4) + capital(n // 62, 8) + capital(n, 16))::BIGINT, 1);
"""
PEOPLE = """
CREATE OR REPLACE MACRO created(i) AS TIMESTAMP '2019-01-07 08:00:00' + to_seconds((h(i, 900) % 236000000)::BIGINT);
CREATE OR REPLACE MACRO changed(i) AS least(
    created(i) + to_seconds((h(i, 901) % 31000000)::BIGINT),
    TIMESTAMP '2026-10-01 00:00:00' + to_seconds((h(i, 902) % 2500000)::BIGINT));
CREATE OR REPLACE MACRO touched(i) AS changed(i) + to_seconds(CASE WHEN chance(i, 903, 6) THEN 86400 ELSE 0 END);
CREATE OR REPLACE MACRO day_after(moment, i, question, days) AS
    moment::DATE + (1 + h(i, question) % days)::INTEGER;
CREATE OR REPLACE MACRO phone(i, question) AS
    '+1 (' || (200 + h(i, question) % 700) || ') 555-' || lpad((h(i, question + 1) % 10000)::VARCHAR, 4, '0');
CREATE OR REPLACE MACRO full_name(given, family) AS given || ' ' || family;
CREATE OR REPLACE MACRO company(c) AS nth(company_first(), h(c, 910)) || ' ' || nth(company_second(), h(c, 911))
    || ' ' || nth(company_form(), h(c, 912));
CREATE OR REPLACE MACRO domain(c) AS
    lower(nth(company_first(), h(c, 910)) || '-' || nth(company_second(), h(c, 911))) || c || '.example';
CREATE OR REPLACE MACRO given_name(p) AS nth(first_names(), h(p, 920));
CREATE OR REPLACE MACRO family_name(p) AS nth(last_names(), h(p, 921));
CREATE OR REPLACE MACRO mailbox(p) AS lower(strip_accents(replace(given_name(p) || '.' || family_name(p), '''', '')));
CREATE OR REPLACE MACRO ascii_mailbox(p) AS
    replace(replace(replace(mailbox(p), 'ł', 'l'), 'ø', 'o'), 'ß', 'ss');
CREATE OR REPLACE MACRO email(p, c) AS ascii_mailbox(p) || '.' || p || '@' || domain(c);
CREATE OR REPLACE MACRO owner(i, question) AS user_id(2 + h(i, question) % {owners});
CREATE OR REPLACE MACRO contact_account(c) AS h(c, 930) % {accounts};
CREATE OR REPLACE MACRO lead_firm(i) AS CASE WHEN i % 16 = 7 THEN contact_account(i // 16) ELSE h(i, 1) % 100000 END;
CREATE OR REPLACE MACRO contact_person(c) AS CASE WHEN c < {converted} THEN c * 16 + 7 ELSE {leads} + c END;
CREATE OR REPLACE MACRO contact_email(c) AS email(contact_person(c), contact_account(c));
"""


def install(connection: duckdb.DuckDBPyConnection, org: Org, plan: Plan) -> None:
    for name, entries in words.LISTS.items():
        connection.execute(f"CREATE OR REPLACE MACRO {name}() AS {quoting.array(entries)}")
    offset = org.seed * 1_000_000_007
    connection.execute(BASICS.format(span=PERSON_SPAN, offset=offset, digits=ids.DIGITS, checksum=ids.CHECKSUM))
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
    """Ten characters and two check characters are the same for all seeded records of an object."""
    first = ids.make(prefix, pod, orgs.FIRST_NUMBER)
    head, check = first[: ids.SHORT - TAIL], first[ids.SHORT : ids.LONG - 1]
    number = f"(i + {orgs.FIRST_NUMBER})::BIGINT"
    macro = f"{_snake(name)}_id"
    return f"CREATE OR REPLACE MACRO {macro}(i) AS '{head}' || tail({number}) || '{check}' || tail_check({number})"


def _snake(name: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name).lstrip("_")

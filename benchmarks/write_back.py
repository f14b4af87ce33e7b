"""Changed people on their way back: rows a second and Salesforce calls, by collections and as one file, in one run.

PEOPLE: so many leads are changed, twice. Seconds are those of the whole cycle that takes them there; calls are those
that the org itself counts.
"""

from __future__ import annotations

import os
import time
from typing import Any

import idle_cycle
import stage

PEOPLE = int(os.environ.get("PEOPLE", "50000"))
LEADS = 0.6  # of the people of an org
ROOM = 1.2  # leads that are converted or deleted are left out
NEVER = 10**9
AT_ONCE = 5_000


def main() -> None:
    with stage.opened() as opened:
        facts = opened.start_practice_org(int(PEOPLE / LEADS * ROOM))
        import setting  # noqa: PLC0415 - Django is set up now

        instance = setting.make(facts, opened.org_url)
        idle_cycle.in_step(instance)
        found = {
            name: measured(opened.org_url, facts["org_id"], instance, number, threshold)
            for number, (name, threshold) in enumerate((("collections", NEVER), ("file", None)))
        }
    for name, figures in found.items():
        stage.say(name, f"{figures['rows_per_s']:.0f} people/s, {figures['api_calls']} calls")
    stage.result(people=PEOPLE, **found)


def measured(url: str, org_id: str, instance: Any, number: int, threshold: int | None) -> dict[str, float]:
    """One way: everybody gets a telephone number that they had not, and a cycle takes it to Salesforce."""
    from apps.sync import shipping  # noqa: PLC0415

    usual = shipping.FROM
    shipping.FROM = threshold or usual
    change(instance, number)
    before, began = idle_cycle.counted(url, org_id), time.monotonic()
    cycle(instance)
    seconds = time.monotonic() - began
    shipping.FROM = usual
    written(instance, number)
    calls = idle_cycle.counted(url, org_id) - before
    cycle(instance)  # our own writes are read, which is the next cycle's price
    return {"rows_per_s": round(PEOPLE / seconds, 1), "api_calls": calls, "seconds": round(seconds, 1)}


def cycle(instance: Any) -> None:
    """Turn after turn, as the worker does, which comes again when it was told to."""
    from apps.sync import cycles  # noqa: PLC0415

    while (wait := cycles.run(instance, hurry=True, is_watched=True)) is not None:
        time.sleep(wait)


def change(instance: Any, number: int) -> None:
    from apps.accounts.models import User  # noqa: PLC0415
    from apps.marketing import database  # noqa: PLC0415
    from apps.sync import editing  # noqa: PLC0415
    from apps.sync.outbox import Wanted  # noqa: PLC0415

    phone = next(pair.column for pair in editing.rules(instance)["Lead"].sendable if pair.source == "Phone")
    alive = "SELECT sfdc_id FROM person_lead WHERE NOT is_deleted AND NOT is_converted ORDER BY sfdc_id LIMIT %s"
    with database.connect(instance) as connection:
        ids = [found for (found,) in connection.execute(alive, [PEOPLE])]
    if len(ids) < PEOPLE:
        raise SystemExit(f"the org has {len(ids)} leads that can be changed")
    by = User.objects.get()
    for at in range(0, PEOPLE, AT_ONCE):
        wanted = [Wanted(each, {phone: f"+49 {number} {each[9:15]}"}) for each in ids[at : at + AT_ONCE]]
        editing.change(instance, wanted, way="import", by=by)


def written(instance: Any, number: int) -> None:
    """Nothing may wait or be refused, or the figure is none."""
    from apps.marketing import database  # noqa: PLC0415

    rest = "SELECT state, count(*) FROM person_change WHERE state NOT IN ('written', 'agreed') GROUP BY state"
    with database.connect(instance) as connection:
        left = connection.execute(rest).fetchall()
    if left:
        raise SystemExit(f"round {number}: {left}")


if __name__ == "__main__":
    main()

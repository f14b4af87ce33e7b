"""How long the preview of duplicates takes, from the first question to Salesforce to the last group, in one process.

LEADS: leads of the org; it has two contacts for three of them, and they are read and compared as well.
"""

from __future__ import annotations

import os
import time

import stage

LEADS = int(os.environ.get("LEADS", "500000"))
SHARE_OF_LEADS = 0.6  # of an org's people
GOAL_SECONDS = 60


def main() -> None:
    with stage.opened() as opened:
        facts = opened.start_practice_org(round(LEADS / SHARE_OF_LEADS))
        import setting  # noqa: PLC0415 - Django is set up now

        from apps.connections import clients  # noqa: PLC0415
        from apps.mapping import duplicates  # noqa: PLC0415
        from apps.mapping.models import DuplicatePreview  # noqa: PLC0415

        instance = setting.make(facts, opened.org_url)
        client = clients.open(instance)
        began, read = time.monotonic(), 0.0
        while not (standing := duplicates.advance(instance, client)).is_finished:
            time.sleep(standing.wait)
            if standing.is_comparing and not read:
                read = time.monotonic() - began
        seconds = time.monotonic() - began
        preview = DuplicatePreview.objects.of(instance).get()
    for each in preview.found:
        stage.say("duplicates", f"{each['reason']:8} {each['place']:8} {each['groups']:8,} groups")
    stage.say("duplicates", f"{preview.people:,} people; read {read:.1f} s, compared {seconds - read:.1f} s")
    stage.say("duplicates", f"less than {GOAL_SECONDS} s is the goal")
    stage.result(leads=preview.checkpoint["Lead"]["read"], seconds=round(seconds, 1))


if __name__ == "__main__":
    main()

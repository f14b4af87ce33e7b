"""What is left of the org's allowances, and roughly how many records it has; both need View Setup."""

from __future__ import annotations

from pathlib import Path

from apps.practice_org import quoting, rights
from apps.practice_org.bulk import jobs
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema import tables
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

# What a developer's org was seen to have; nothing of it is used up here.
STILL = {row["name"]: int(row["most"]) for row in tables.rows(Path(__file__).parent / "allowances.tsv")}


def limits(call: Call) -> Reply:
    _require_setup(call)
    most = call.live.switches.daily_calls
    jobs_most = call.live.switches.daily_query_jobs
    body: dict[str, object] = {
        "DailyApiRequests": {"Max": most, "Remaining": max(most - call.live.book.calls(call.live.id), 0)},
        "DailyBulkV2QueryJobs": {"Max": jobs_most, "Remaining": max(jobs_most - jobs.used_today(call.live), 0)},
        "PermissionSets": {"Max": 1_500, "Remaining": 1_497, "CreateCustom": {"Max": 1_000, "Remaining": 999}},
    }
    body.update({name: {"Max": number, "Remaining": number} for name, number in STILL.items()})
    return Reply(dict(sorted(body.items())))


def record_count(call: Call) -> Reply:
    """Of the whole org, whatever the user may read. Objects without records are left out, as the real reply does."""
    _require_setup(call)
    asked = [name.strip() for name in call.query.get("sObjects", "").split(",") if name.strip()]
    found = [sobject for name in asked if (sobject := call.live.everything.find(name))] if asked else call.view.all()
    counts = []
    with call.live.storage.reading() as cursor:
        for sobject in found:
            alive = ' WHERE NOT "IsDeleted"' if sobject.has("IsDeleted") else ""
            row = cursor.execute(f"SELECT count(*) FROM {quoting.name(sobject.name)}{alive}").fetchone()
            if row and row[0]:
                counts.append({"count": row[0], "name": sobject.name})
    return Reply({"sObjects": counts})


def _require_setup(call: Call) -> None:
    if not rights.permissions(call.live, call.user.id)["PermissionsViewSetup"]:
        words = "You do not have the level of access necessary to perform the operation you requested."
        raise Refusal("INSUFFICIENT_ACCESS", words, status=403)

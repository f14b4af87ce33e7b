"""All problems that have words, by the error that brings them and by their code."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.onboarding.problems import connections, mapping, salesforce, sync
from apps.onboarding.problems.entry import Entry

BUG = Entry(
    "bug",
    "ours",
    what=_("Something broke on our side."),
    cause=_("This is a fault in Gangway, not in your Salesforce org and not in anything you did."),
    fix=_("The support desk sees it with all details. What was saved before is safe; you can try again."),
    who=_("Gangway's support desk"),
)

ROOMS: list[dict[type[Exception], Entry]] = [salesforce.WORDS, connections.WORDS, mapping.WORDS, sync.WORDS]
BY_ERROR: dict[type[Exception], Entry] = {kind: entry for room in ROOMS for kind, entry in room.items()}
BY_CODE: dict[str, Entry] = {entry.code: entry for entry in [*BY_ERROR.values(), BUG]}

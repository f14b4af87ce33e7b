"""What people read about a record that they miss: the answer in a sentence, the checks that led to it, what to do."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from apps.onboarding import causes
from apps.sync.why import BY_EMAIL, Check, Finding, Verdict

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WHAT: dict[Verdict, _StrPromise] = {
    "not_synced": gettext_lazy("Records of this kind are not synced."),
    "hidden": gettext_lazy("The sync user may not see this object."),
    "not_shown": gettext_lazy("Salesforce shows the sync user no such record."),
    "filtered": gettext_lazy("It is left out by the filter of records."),
    "initial": gettext_lazy("The initial sync has not come to it yet."),
    "not_reached": gettext_lazy("It has changed since Gangway looked last."),
    "refused": gettext_lazy("It is held back by a row error."),
    "values": gettext_lazy("It is here, without some of its values."),
    "merged": gettext_lazy("It was merged into another record in Salesforce."),
    "deleted": gettext_lazy("It was deleted in Salesforce."),
    "converted": gettext_lazy("It is here: the lead was converted, and its person is the contact’s."),
    "here": gettext_lazy("It is here."),
    "puzzling": gettext_lazy("It should be here, and is not."),
}
MORE: dict[Verdict, _StrPromise] = {
    "not_synced": gettext_lazy("Gangway syncs twelve objects; this id belongs to none of them."),
    "hidden": gettext_lazy(
        "A Salesforce admin gives it the right to read the object; then check the sync user and discover the fields "
        "anew."
    ),
    "not_shown": gettext_lazy(
        "Either it does not exist, or it is gone from the recycle bin, or nobody shared it with the sync user. Who may "
        "see all records in Salesforce can tell: open it there."
    ),
    "filtered": gettext_lazy("The filter was set when the fields were chosen. The record comes as soon as it fits."),
    "initial": gettext_lazy("It comes with its page. Nothing is to do."),
    "not_reached": gettext_lazy("The next cycle brings the change. “Sync now” does not wait for it."),
    "refused": gettext_lazy("Somebody mends the value in Salesforce; then it comes by itself."),
    "values": gettext_lazy("The values below did not fit their columns. Mended in Salesforce, they come too."),
    "merged": gettext_lazy("Look for the record that it was merged into."),
    "deleted": gettext_lazy("What was here of it stays, marked as deleted in Salesforce."),
    "converted": gettext_lazy("Look for the contact."),
    "here": gettext_lazy("Salesforce and the marketing database have the same version of it."),
    "puzzling": gettext_lazy("Have it read again. If it is still missing then, tell the support staff."),
}
ASKED: dict[Check, _StrPromise] = {
    "exists": gettext_lazy("Exists in Salesforce"),
    "visible": gettext_lazy("Visible to the sync user"),
    "filter": gettext_lazy("Not left out by a filter"),
    "reached": gettext_lazy("Reached by the sync"),
    "error": gettext_lazy("No row error"),
    "gone": gettext_lazy("Neither merged, deleted nor converted"),
}
FAILED: dict[Check, _StrPromise] = {
    "exists": gettext_lazy("Not to be found in Salesforce"),
    "visible": gettext_lazy("Not visible to the sync user"),
    "filter": gettext_lazy("Left out by a filter"),
    "reached": gettext_lazy("Not reached by the sync yet"),
    "error": gettext_lazy("Held up by a row error"),
    "gone": gettext_lazy("Merged, deleted or converted"),
}
TONES: dict[Verdict, str] = {"here": "done", "converted": "done", "initial": "run", "not_reached": "run"}
READABLE: frozenset[Verdict] = frozenset({"not_reached", "refused", "values", "puzzling", "here"})


@dataclass(frozen=True)
class Line:
    """``passed``: None when it was no longer asked. ``until``: the moment of the last look."""

    text: str
    passed: bool | None
    until: datetime.datetime | None = None


@dataclass(frozen=True)
class Told:
    finding: Finding
    what: str
    more: str
    tone: str
    lines: list[Line]
    wrong: list[str]
    may_be_read: bool
    is_person: bool


def of(finding: Finding) -> Told:
    return Told(
        finding,
        str(WHAT[finding.verdict]),
        str(MORE[finding.verdict]),
        TONES.get(finding.verdict, "warn"),
        [_line(check, passed, finding) for check, passed in finding.checks],
        [f"{error.field}: {causes.of_error(error)}" for error in finding.errors],
        finding.verdict in READABLE and bool(finding.record_id),
        finding.is_here and finding.object in BY_EMAIL,
    )


def _line(check: Check, passed: bool | None, finding: Finding) -> Line:
    said = str(FAILED[check] if passed is False else ASKED[check])
    if check == "exists" and passed and finding.object:
        return Line(f"{said}: {finding.object} {finding.record_id}", passed)
    return Line(said, passed, finding.until if check == "reached" and passed is not None else None)

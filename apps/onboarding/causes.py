"""Row errors in a customer's words: what is wrong with the value, how many records have it, where."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.sync.row_errors import Cause, RowError

TOO_LONG, NOT_TOLD = "54000", "GW001"
NO_SUCH = {
    "numeric": gettext_noop("“%(value)s” is not a number"),
    "date": gettext_noop("“%(value)s” is not a date"),
    "timestamp": gettext_noop("“%(value)s” is not a moment in time"),
    "time": gettext_noop("“%(value)s” is not a time of day"),
    "boolean": gettext_noop("“%(value)s” is neither yes nor no"),
}


@dataclass(frozen=True)
class CauseWords:
    cause: Cause
    what: str
    effect: str


def words(cause: Cause) -> CauseWords:
    if cause.is_refused:
        effect = _("The records are not here: nobody could tell them from others.")
    else:
        effect = _("The records are here, without this one value.")
    return CauseWords(cause, what(cause.code, cause.reason, cause.example), effect)


def what(code: str, reason: str, value: str | None) -> str:
    if code == NOT_TOLD:
        return _("A record without a proper Id or SystemModstamp")
    if code == TOO_LONG:
        return _("A text longer than the column takes")
    kind = next((kind for kind in NO_SUCH if kind in reason), None)
    pattern = _(NO_SUCH[kind]) if kind else _("“%(value)s” does not fit the column")
    return pattern % {"value": value or ""}


def of_error(error: RowError) -> str:
    return what(error.code, error.reason, error.value)

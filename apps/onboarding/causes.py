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


# Salesforce's codes for a change that it did not take; its own words stand beside them
NOT_TAKEN = {
    "FIELD_CUSTOM_VALIDATION_EXCEPTION": gettext_noop("A validation rule of Salesforce refuses “%(value)s”"),
    "DUPLICATES_DETECTED": gettext_noop("A duplicate rule of Salesforce found a record like this one"),
    "DUPLICATE_VALUE": gettext_noop("Salesforce has “%(value)s” already, and wants it only once"),
    "UNABLE_TO_LOCK_ROW": gettext_noop("Somebody else held the record in Salesforce"),
    "ENTITY_IS_LOCKED": gettext_noop("The record is locked in Salesforce, by an approval as a rule"),
    "REQUIRED_FIELD_MISSING": gettext_noop("Salesforce wants a value here"),
    "INVALID_EMAIL_ADDRESS": gettext_noop("“%(value)s” is no e-mail address"),
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST": gettext_noop("“%(value)s” is not in the picklist of Salesforce"),
    "STRING_TOO_LONG": gettext_noop("“%(value)s” is longer than the field in Salesforce"),
    "INVALID_FIELD_FOR_INSERT_UPDATE": gettext_noop("The sync user may not write this field"),
    "INSUFFICIENT_ACCESS_OR_READONLY": gettext_noop("The sync user may not change this record"),
    "ENTITY_IS_DELETED": gettext_noop("The record is deleted in Salesforce, or hidden from the sync user"),
    "CANNOT_UPDATE_CONVERTED_LEAD": gettext_noop("The lead was converted: change its contact instead"),
}
LONGEST_OF_OURS = 5  # a code of PostgreSQL's or of ours; all of Salesforce's are longer


@dataclass(frozen=True)
class CauseWords:
    """``does_not_fit``: the value is of another type than the column."""

    cause: Cause
    what: str
    effect: str
    does_not_fit: bool


def words(cause: Cause) -> CauseWords:
    if is_of_writing(cause.code):
        said = {"seen": cause.reason}
        effect = _("The values stay here and did not reach Salesforce, which said: %(seen)s") % said
    elif cause.is_refused:
        effect = _("The records are not here: nobody could tell them from others.")
    else:
        effect = _("The records are here, without this one value.")
    does_not_fit = len(cause.code) <= LONGEST_OF_OURS and not cause.is_refused and cause.code != TOO_LONG
    return CauseWords(cause, what(cause.code, cause.reason, cause.example), effect, does_not_fit)


def what(code: str, reason: str, value: str | None) -> str:
    if code == NOT_TOLD:
        return _("A record without a proper Id or SystemModstamp")
    if is_of_writing(code):
        return _(NOT_TAKEN.get(code, gettext_noop("Salesforce refused “%(value)s”"))) % {"value": value or ""}
    if code == TOO_LONG:
        return _("A text longer than the column takes")
    kind = next((kind for kind in NO_SUCH if kind in reason), None)
    pattern = _(NO_SUCH[kind]) if kind else _("“%(value)s” does not fit the column")
    return pattern % {"value": value or ""}


def is_of_writing(code: str) -> bool:
    """Salesforce refused our value, rather than we theirs."""
    return len(code) > LONGEST_OF_OURS


def of_error(error: RowError) -> str:
    return what(error.code, error.reason, error.value)

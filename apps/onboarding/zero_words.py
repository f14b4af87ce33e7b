"""What people read where an object brought no record: the cause that was found, and who changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WORDS: dict[str, _StrPromise] = {
    "no_right": _(
        "The org has some, but the sync user has no right to read this object. A Salesforce admin gives it; then "
        "discover the fields anew."
    ),
    "hidden": _(
        "The org does not show this object to the sync user: its edition lacks it, it is switched off, or it is empty "
        "and the right to read it is missing."
    ),
    "filter": _(
        "The org has some, but none fits the filter of records of this object. Change or remove the filter in step 8."
    ),
    "deleted": _("All its records lie in Salesforce’s recycle bin."),
    "sharing": _(
        "The org has some, but none is shared with the sync user. A Salesforce admin looks at Setup › Sharing Settings."
    ),
    "empty": _("The org has none, by Salesforce’s own total, which also counts what the sync user cannot see."),
    "unclear": _("Salesforce did not say why. Compare again later."),
}


def of(counted: dict[str, Any]) -> _StrPromise | str:
    """Empty where there are records; ``counted`` is one of a verification's counts."""
    return WORDS.get(counted.get("why", ""), "")

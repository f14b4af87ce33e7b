"""Every check with its words, in the order of the page."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from apps.connections.checks import words_of_access, words_of_records, words_of_rights
from apps.connections.checks.entry import Words

BY_CODE: dict[str, Words] = {**words_of_access.WORDS, **words_of_rights.WORDS, **words_of_records.WORDS}
GROUPS: dict[str, str] = {
    "access": _("Access and sign-in"),
    "permissions": _("Permissions of the user"),
    "objects": _("Objects and fields"),
    "marketing": _("Marketing fields"),
    "records": _("Records and allowance"),
    "rules": _("Rules that may refuse"),
}

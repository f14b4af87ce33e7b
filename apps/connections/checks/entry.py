"""One entry of the table of checks."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

ADMINISTRATOR = _("A Salesforce administrator")
YOU = _("You")


@dataclass(frozen=True)
class Words:
    """``page`` is a name of `setup_links`; ``fix_professional`` where Professional differs.

    ``look``: where somebody who may can see it, for an answer that is unknown. ``group`` is its part of the page.
    """

    group: str
    title: str
    wrong: str
    fix: str
    without: str = ""
    fix_professional: str = ""
    look: str = ""
    who: str = ADMINISTRATOR
    page: str = ""

"""How often an instance syncs, and how many Salesforce calls it may spend."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.sync import schedule
from apps.sync.models import SyncState

FIELDS = ("pause_minutes", "quiet_from", "quiet_until", "daily_cap", "reserve_percent")


class PaceForm(forms.Form):
    pause_minutes = forms.IntegerField(
        label=_("Minutes from the end of a cycle to the next"),
        help_text=_("From 2 to 1,440, which is a day. Empty: the usual five."),
        min_value=schedule.SHORTEST,
        max_value=schedule.LONGEST,
        required=False,
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        help_text=_("No cycle begins between the two times. Both empty: no quiet hours."),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    daily_cap = forms.IntegerField(
        label=_("Most Salesforce calls a day"),
        help_text=_("Counted from midnight UTC. At the cap the sync waits, and nothing fails. Empty: no cap."),
        min_value=1,
        max_value=10_000_000,
        required=False,
    )
    reserve_percent = forms.IntegerField(
        label=_("Percent of the org’s calls that stay for others"),
        help_text=_("When the whole org has no more left than this, the sync waits. 0: no reserve."),
        min_value=0,
        max_value=90,
    )

    def __init__(self, *args: Any, state: SyncState, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {name: getattr(state, name) for name in FIELDS}, **kwargs})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begins, ends = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if (begins is None) != (ends is None):
            self.add_error("quiet_until", _("Quiet hours need both times, or none."))
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", _("Quiet hours end at another time than they begin."))
        return cleaned

"""The form of the pace: what it takes and what it asks to be said otherwise."""

from django.utils import translation

from apps.onboarding.forms.pace import PaceForm
from apps.sync.models import SyncState

USUAL = {"reserve_percent": "5"}


class TestQuietHours:
    def test_have_two_different_times(self):
        form = PaceForm({**USUAL, "quiet_from": "22:00", "quiet_until": "22:00"}, state=SyncState())

        with translation.override("en"):
            assert form.errors["quiet_until"] == ["Quiet hours end at another time than they begin."]

    def test_may_pass_midnight(self):
        form = PaceForm({**USUAL, "quiet_from": "22:00", "quiet_until": "06:00"}, state=SyncState())

        assert form.is_valid()

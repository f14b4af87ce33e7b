"""What a person says of themselves."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.accounts import zone


def _zones() -> list[tuple[str, str]]:
    return [("", str(_("As my browser says"))), *zone.choices()]


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), help_text=_("Colleagues see it when it is your turn."), max_length=120, strip=True
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("As my browser says")), *settings.LANGUAGES], required=False
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("All times are shown in it."), choices=_zones, required=False
    )

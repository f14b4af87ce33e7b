"""Asks somebody without an account for help: who, which steps, for how long, in which language."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.checklist import registry
from apps.onboarding.guest_tasks import GUEST_STEPS

HOUR, DAY = 3600, 86_400
LASTS = (
    (HOUR, _("1 hour")),
    (DAY, _("1 day")),
    (3 * DAY, _("3 days")),
    (7 * DAY, _("7 days")),
    (14 * DAY, _("14 days")),
    (30 * DAY, _("30 days")),
)


class GuestLinkForm(forms.Form):
    name = forms.CharField(label=_("Name of the Salesforce administrator"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("Leave it empty if you pass the link on yourself."),
    )
    message = forms.CharField(
        label=_("A word from you"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    steps = forms.MultipleChoiceField(label=_("Steps"), widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("Language of the guest"), choices=settings.LANGUAGES)
    lasts = forms.TypedChoiceField(label=_("The link works for"), choices=LASTS, coerce=int, initial=7 * DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = [(slug, registry.find(slug).title) for slug in GUEST_STEPS]  # type: ignore[attr-defined]

    def columns(self) -> dict[str, Any]:
        """As `guests.invite` takes them."""
        said = dict(self.cleaned_data)
        return {"valid_for": datetime.timedelta(seconds=said.pop("lasts")), **said}


class StuckForm(forms.Form):
    note = forms.CharField(
        label=_("What happened?"),
        required=False,
        max_length=1000,
        help_text=_("No passwords or keys, please."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

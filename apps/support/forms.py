"""Which verb, on which step, and why."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class VerbForm(forms.Form):
    step = forms.SlugField(max_length=40)
    verb = forms.ChoiceField(
        choices=[("retry", _("Retry")), ("release", _("Release"))],
        error_messages={"required": _("Choose what to do.")},
    )
    reason = forms.CharField(
        max_length=500, min_length=3, error_messages={"required": _("Write the reason; it goes on the timeline.")}
    )

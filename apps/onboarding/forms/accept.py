"""The typed confirmation of a permanent list: its number, and the hash of the list that was on the page."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext as _


class AcceptForm(forms.Form):
    typed = forms.CharField(max_length=12)
    list_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean_typed(self) -> int:
        """`1,527`, `1 527` and `1.527` are the number that the page shows."""
        said = re.sub(r"[\s.,]", "", self.cleaned_data["typed"])
        if not said.isdecimal():
            raise forms.ValidationError(_("Type the number of fields, in digits."))
        return int(said)

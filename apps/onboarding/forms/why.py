"""Which record somebody misses: its Id, or the e-mail address of a person."""

from __future__ import annotations

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from apps.sync import why

LONGEST = 254


class WhyForm(forms.Form):
    question = forms.CharField(label=_("Record id or e-mail"), max_length=LONGEST)

    def clean_question(self) -> str:
        said: str = self.cleaned_data["question"]
        if "@" in said:
            validate_email(said)
        elif not why.ID.match(said):
            raise forms.ValidationError(
                _("This is neither an e-mail address nor a Salesforce id, which has 15 or 18 letters and digits.")
            )
        return said

"""Which real records are looked at through the mapping: some of an object, or those that somebody names."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.mapping import sample

ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")
FURTHEST = 2000  # Salesforce's own ceiling for OFFSET


class SampleForm(forms.Form):
    """After cleaning, ``named`` is a list of Ids and addresses; empty for whatever was changed last."""

    sample = forms.ChoiceField(
        label=gettext_lazy("Object"), choices=[(name, name) for name in ("Lead", "Contact", "Account", "Opportunity")]
    )
    size = forms.TypedChoiceField(label=gettext_lazy("How many"), choices=[(10, "10"), (100, "100")], coerce=int)
    named = forms.CharField(
        required=False,
        label=gettext_lazy("Only these"),
        help_text=gettext_lazy("Salesforce Ids or e-mail addresses, one a line. Empty: those changed last."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    skip = forms.IntegerField(required=False, min_value=0, max_value=FURTHEST, widget=forms.HiddenInput)

    def clean_named(self) -> list[str]:
        named: list[str] = self.cleaned_data["named"].split()
        if len(named) > sample.MOST:
            raise ValidationError(_("Name at most %(most)s records.") % {"most": sample.MOST})
        for each in named:
            if not ID.fullmatch(each):
                self._demand_address(each)
        return named

    def _demand_address(self, said: str) -> None:
        if self.cleaned_data.get("sample") not in sample.WITH_ADDRESS:
            raise ValidationError(_("Accounts and opportunities are named by their Salesforce Ids."))
        try:
            validate_email(said)
        except ValidationError:
            words = _("%(said)s is neither a Salesforce Id nor an e-mail address.")
            raise ValidationError(words % {"said": said}) from None

"""Whether an instance wants a second person for its mappings, and what that person answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.mapping import second_person
from apps.tenants.models import Instance


class WantForm(forms.Form):
    is_wanted = forms.BooleanField(
        required=False,
        label=_("A second person approves the mappings"),
        help_text=_("Finish Mappings in step 10 then asks another owner, admin or operator."),
    )

    @classmethod
    def of(cls, instance: Instance) -> WantForm:
        return cls(initial={"is_wanted": second_person.of(instance) is not None})


class AnswerForm(forms.Form):
    """``seen``: the fingerprint of the mappings that were on the page."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class SendBackForm(AnswerForm):
    comment = forms.CharField(
        label=_("What should be different"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what should be different.")},
    )

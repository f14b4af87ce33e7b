"""The two forms of a first sign-in: who we are, and whose marketing database it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts import zone
from apps.accounts.models import User
from apps.tenants.models import Agency, Instance


class AgencyForm(forms.Form):
    """Asks for the person's own name too, once, so that colleagues see whose turn it is."""

    agency_name = forms.CharField(
        label=_("Who are you?"),
        help_text=_("Your agency, or your company if you set it up for yourselves."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    person_name = forms.CharField(
        label=_("Your own name"),
        help_text=_("Colleagues see it when it is your turn."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.name:
            del self.fields["person_name"]


class InstanceForm(forms.Form):
    name = forms.CharField(
        label=_("Whose marketing database is it?"),
        help_text=_("One client, or yourselves. More can follow."),
        max_length=120,
    )
    kind = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[
            (Instance.Kind.PRODUCTION, _("Production: connects to a production org")),
            (Instance.Kind.SANDBOX, _("Sandbox: connects to a sandbox, for trying things out")),
        ],
        initial=Instance.Kind.PRODUCTION,
        widget=forms.RadioSelect,
    )
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        help_text=_("All times are shown in it. You can change it in your profile."),
        choices=zone.choices,
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.agency.instances.filter(name=name).exists():
            raise forms.ValidationError(_("There is an instance of this name already. Take another name."))
        return name

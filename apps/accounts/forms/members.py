"""Invites somebody by e-mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership

ROLE_HINTS = {
    Membership.Role.OWNER: _("Everything, and who owns the agency."),
    Membership.Role.ADMIN: _("Operates, invites and removes members, renames instances."),
    Membership.Role.OPERATOR: _("Does the set-up: connects, chooses, starts, pauses."),
    Membership.Role.VIEWER: _("Sees everything, changes nothing."),
}


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: list[Membership.Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in roles]
        self.fields["role"] = forms.ChoiceField(
            label=self.fields["role"].label, choices=choices, initial=Membership.Role.OPERATOR.value
        )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()

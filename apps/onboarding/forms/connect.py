"""What a sign-in needs: key and secret of the app, or the sync user's own three secrets."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.connections import passwords

HIDDEN = {"autocomplete": "new-password", "spellcheck": "false"}


class AppForm(forms.Form):
    """The secret is never sent back to the page, so it is typed anew each time."""

    consumer_key = forms.CharField(
        label=_("Consumer Key"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    consumer_secret = forms.CharField(
        label=_("Consumer Secret"), max_length=400, widget=forms.PasswordInput(attrs=HIDDEN)
    )


class FreshMark(forms.HiddenInput):
    """Each time the form is drawn, another one."""

    def format_value(self, _value: Any) -> str:
        return secrets.token_urlsafe(16)


class PasswordForm(forms.Form):
    """Sent twice, by a double click or a reload, it is one attempt: wrong passwords lock the user."""

    username = forms.CharField(
        label=_("Username of the sync user"),
        max_length=254,
        help_text=_("For a sandbox, the sandbox’s name follows: name@company.com.uat"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"), max_length=400, strip=False, widget=forms.PasswordInput(attrs=HIDDEN)
    )
    security_token = forms.CharField(
        label=_("Security token"),
        required=False,
        max_length=100,
        help_text=_("Not needed from a trusted IP range."),
        widget=forms.PasswordInput(attrs=HIDDEN),
    )
    attempt = forms.CharField(required=False, max_length=40, widget=FreshMark)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        mark = cleaned.pop("attempt", "")
        if mark and not self.errors and not passwords.is_new_attempt(mark):
            raise forms.ValidationError(_("This was sent before, and one attempt was made. Type the password again."))
        return cleaned

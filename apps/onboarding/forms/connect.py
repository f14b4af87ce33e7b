"""What a sign-in needs: key and secret of the app, or the sync user's own three secrets."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

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


class PasswordForm(forms.Form):
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

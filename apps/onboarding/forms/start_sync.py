"""The confirmation of the start: the cautions were read."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class StartForm(forms.Form):
    has_read = forms.BooleanField(
        label=_("I have read these four points."),
        error_messages={"required": _("Read the four points and tick the box; then start.")},
    )

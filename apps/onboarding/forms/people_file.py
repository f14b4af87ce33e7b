"""A file of people as somebody uploads it, then as the preview sends it again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.onboarding import csv_files

LARGEST = 2 * 1024 * 1024  # bytes; some twenty thousand people


class PeopleFileForm(forms.Form):
    """After cleaning, ``text`` is the content; ``is_accepted``: its preview was seen."""

    file = forms.FileField(required=False, label=gettext_lazy("CSV file"))
    text = forms.CharField(required=False, strip=False)
    is_accepted = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if file := said.get("file"):
            said["text"] = _decoded(file.read()) if file.size <= LARGEST else ""
            if file.size > LARGEST or len(said["text"].encode()) > LARGEST:
                raise forms.ValidationError(_("The file is too large: take up to 2 MB at a time."))
        if not said.get("text"):
            raise forms.ValidationError(_("Choose a file."))
        return said


def _decoded(content: bytes) -> str:
    try:
        return csv_files.decoded(content)
    except csv_files.Unreadable:
        words = _("The letters of this file are neither Unicode nor Korean. In Excel, save it as “CSV UTF-8”.")
        raise forms.ValidationError(words) from None

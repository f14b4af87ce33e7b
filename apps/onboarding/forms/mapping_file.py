"""A mapping file as somebody uploads it, then as the preview sends it again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LARGEST = 1024 * 1024  # bytes; three thousand fields take a quarter of it


class MappingFileForm(forms.Form):
    """After cleaning, ``text`` is the content; ``seen``: the hash of the preview that was accepted, if any."""

    file = forms.FileField(required=False, label=gettext_lazy("Mapping file"))
    text = forms.CharField(required=False, max_length=LARGEST, strip=False)
    seen = forms.CharField(required=False, max_length=64)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if file := said.get("file"):
            if file.size > LARGEST:
                raise forms.ValidationError(_("The file is too large."))
            said["text"] = _decoded(file.read())
        if not said.get("text"):
            raise forms.ValidationError(_("Choose a file."))
        return said


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise forms.ValidationError(_("This is not a text file in UTF-8.")) from None

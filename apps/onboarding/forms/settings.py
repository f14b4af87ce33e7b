"""Renames an instance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.tenants.models import Instance


class RenameForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), help_text=_("The marketing database keeps its place; only the name changes."), max_length=120
    )

    def __init__(self, *args: Any, instance: Instance, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"name": instance.name}, **kwargs})
        self.instance = instance

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Instance.objects.filter(agency=self.instance.agency_id, name=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("There is an instance of this name already. Take another name."))
        return name

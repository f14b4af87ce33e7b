"""Changes of fields once records flow: further ones with their typed number, another one for a column."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from apps.mapping import catalogue
from apps.mapping.models import CatalogueField, Mapping
from apps.onboarding.forms.accept import AcceptForm
from apps.tenants.models import Instance


class AddForm(AcceptForm):
    add = forms.RegexField(r"^\d{1,18}(,\d{1,18}){0,499}$", widget=forms.HiddenInput)
    backfill = forms.BooleanField(label=_("Bring the existing values too"), required=False, initial=True)

    @property
    def numbers(self) -> list[int]:
        return [int(each) for each in self.cleaned_data["add"].split(",")]

    @property
    def unseen(self) -> SafeString:
        return _rendered(self, "list_hash", "add", "backfill")


class MoveForm(forms.Form):
    source = forms.CharField(
        label=_("Salesforce field"),
        help_text=_("Its API name; the list finds it by letters."),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, instance: Instance, mapping: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = catalogue.offered(instance, mapping.object)
        self.mapping = mapping

    def clean_source(self) -> CatalogueField:
        said = self.cleaned_data["source"].replace("\0", "").strip()
        found = self.offered.filter(name__iexact=said).select_related("object").first()
        if found is None:
            words = _("%(object)s has no such field that the sync user sees. Take its API name from the list.")
            raise forms.ValidationError(words % {"object": self.mapping.object})
        if found.name == self.mapping.source:
            raise forms.ValidationError(_("This field feeds the column already."))
        return found


class ConfirmMoveForm(forms.Form):
    """``typed`` is the column's name."""

    typed = forms.CharField(max_length=63)
    source = forms.CharField(max_length=120, widget=forms.HiddenInput)
    backfill = forms.BooleanField(label=_("Bring the existing values too"), required=False, initial=True)

    @property
    def unseen(self) -> SafeString:
        return _rendered(self, "source", "backfill")


def _rendered(form: forms.Form, *names: str) -> SafeString:
    """What stands in a confirming form beside the field that is typed."""
    parts = [str(form[name]) if form[name].is_hidden else form[name].as_field_group() for name in names]
    return mark_safe("".join(parts))  # noqa: S308 - rendered by the form

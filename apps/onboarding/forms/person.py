"""A person's values as a form: one typed input a column, with Salesforce's own lengths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.marketing.types import ColumnType
from apps.onboarding.editable import Editable

LONG = 255
BY_TYPE: dict[ColumnType, Any] = {
    ColumnType.BOOLEAN: lambda: forms.BooleanField(required=False),
    ColumnType.NUMERIC: lambda: forms.DecimalField(required=False),
    ColumnType.DATE: lambda: forms.DateField(required=False, widget=_native("date", forms.DateInput, "%Y-%m-%d")),
    ColumnType.TIMESTAMPTZ: lambda: forms.DateTimeField(
        required=False, widget=_native("datetime-local", forms.DateTimeInput, "%Y-%m-%dT%H:%M:%S")
    ),
    ColumnType.TIME: lambda: forms.TimeField(required=False, widget=_native("time", forms.TimeInput, "%H:%M:%S")),
}


class PersonForm(forms.Form):
    """``changes``: the values that differ from those that were shown, ready for the outbox."""

    def __init__(self, *args: Any, editable: Sequence[Editable], record: dict[str, Any], **kwargs: Any) -> None:
        shown = {each.column: record.get(each.column) for each in editable}
        super().__init__(*args, **{"initial": shown, **kwargs})
        for each in editable:
            self.fields[each.column] = _field(each, record)

    @property
    def changes(self) -> dict[str, Any]:
        return {name: _plain(self.cleaned_data[name]) for name in self.changed_data}


class NewPersonForm(PersonForm):
    """``seen``: how many people with this e-mail were shown before."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def values(self) -> dict[str, Any]:
        said = {name: _plain(value) for name, value in self.cleaned_data.items() if name != "seen"}
        return {name: value for name, value in said.items() if value is not None}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(value for name, value in said.items() if name != "seen"):
            raise forms.ValidationError(_("Fill in at least one field."))
        return said


class PushForm(forms.Form):
    """How a person becomes a lead; nothing that sends mail is offered: Salesforce sends none for REST."""

    last_name = forms.CharField(
        label=gettext_lazy("Last name, if it is empty"), required=False, max_length=80, strip=True
    )
    company = forms.CharField(label=gettext_lazy("Company, if it is empty"), required=False, max_length=255, strip=True)
    owner = forms.ChoiceField(label=gettext_lazy("Who gets the lead"), required=False)
    may_be_double = forms.BooleanField(
        label=gettext_lazy("Make the lead even if a duplicate rule only warns"), required=False
    )

    def __init__(self, *args: Any, owners: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]


def value_of(each: Editable, said: Any) -> Any:
    """One value as the form would take it. Raises ValidationError."""
    return _plain(_field(each, {}).clean(said)) if said is not None else None


def _field(each: Editable, record: dict[str, Any]) -> forms.Field:
    field: forms.Field = BY_TYPE[each.type]() if each.type in BY_TYPE else _text(each)
    field.label = each.label
    field.required = each.is_mandatory and each.type != ColumnType.BOOLEAN and bool(record.get(each.column))
    field.show_hidden_initial = True  # what a colleague changes meanwhile is not undone by what this page showed
    if each.is_opt_out and record.get(each.column):
        field.disabled = True
        field.show_hidden_initial = False
        field.help_text = _("An opt-out stays: true wins on both sides.")
    return field


def _text(each: Editable) -> forms.Field:
    limit = each.length or None
    if each.salesforce_type == "email":
        return forms.EmailField(required=False, max_length=limit)
    if each.salesforce_type == "textarea" or each.length > LONG:
        return forms.CharField(required=False, max_length=limit, widget=forms.Textarea(attrs={"rows": 3}))
    return forms.CharField(required=False, max_length=limit)


def _native(kind: str, widget: Any, pattern: str) -> forms.Widget:
    made: forms.Widget = widget(attrs={"type": kind, "step": "1"} if kind != "date" else {"type": kind}, format=pattern)
    return made


def _plain(value: Any) -> Any:
    """As the outbox wants it: nothing for an empty text, the rest as it is written in JSON."""
    if value in (None, ""):
        return None
    return value if isinstance(value, bool | str) else str(value)

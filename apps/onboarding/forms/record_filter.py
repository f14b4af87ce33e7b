"""The filter of records of one object: field, operator, value; refused where they don't fit together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.mapping import filters
from apps.mapping.models import CatalogueField, RecordFilter
from apps.tenants.models import Instance

HINT = gettext_lazy("A date is written 2026-01-31, a checkbox true or false; leave it empty for “is empty”.")


class RecordFilterForm(forms.Form):
    """``condition`` is the SOQL, once the form is valid."""

    field = forms.ChoiceField(label=gettext_lazy("Field"))
    operator = forms.ChoiceField(label=gettext_lazy("Operator"), choices=RecordFilter.Operator.choices)
    value = forms.CharField(label=gettext_lazy("Value"), max_length=255, required=False, strip=False, help_text=HINT)

    def __init__(self, instance: Instance, object_name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = filters.askable(instance, object_name).select_related("object").defer("values")
        self.askable: dict[str, CatalogueField] = {row.name: row for row in rows}
        self.condition = ""
        indexed = [(row.name, _written(row)) for row in rows if row.is_indexed]
        others = [(row.name, _written(row)) for row in rows if not row.is_indexed]
        groups = [(_("Indexed: quick in any org"), indexed), (_("Not indexed: slow above 100,000 records"), others)]
        self.fields["field"].choices = groups  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        field, operator = self.askable.get(said.get("field", "")), said.get("operator", "")
        if field is None or not operator:
            return said
        if operator not in filters.operators(field.type):
            self.add_error("operator", _("A field of this type cannot be asked so."))
            return said
        try:
            self.condition = filters.soql(field, operator, said.get("value") or "")
        except ValueError:
            self.add_error("value", _("This is not a value of the field’s type."))
        return said


def _written(row: CatalogueField) -> str:
    return f"{row.label} ({row.name})"

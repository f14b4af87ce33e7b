"""Which type of column holds which Salesforce type, and how a Salesforce type is written for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.marketing.types import ColumnType

if TYPE_CHECKING:
    from apps.mapping.models import CatalogueField

LONGEST_PLAIN = 255
BY_TYPE: dict[str, ColumnType] = {
    "id": ColumnType.TEXT,
    "reference": ColumnType.TEXT,
    "string": ColumnType.TEXT,
    "textarea": ColumnType.TEXT,
    "picklist": ColumnType.TEXT,
    "multipicklist": ColumnType.TEXT,
    "combobox": ColumnType.TEXT,
    "email": ColumnType.TEXT,
    "phone": ColumnType.TEXT,
    "url": ColumnType.TEXT,
    "encryptedstring": ColumnType.TEXT,
    "boolean": ColumnType.BOOLEAN,
    "int": ColumnType.NUMERIC,
    "long": ColumnType.NUMERIC,
    "double": ColumnType.NUMERIC,
    "currency": ColumnType.NUMERIC,
    "percent": ColumnType.NUMERIC,
    "date": ColumnType.DATE,
    "datetime": ColumnType.TIMESTAMPTZ,
    "time": ColumnType.TIME,
}
# address and location are shown by their parts; files and open types have no column that would hold them
STORABLE = frozenset(BY_TYPE)
SIZED = {
    "string": gettext_lazy("Text %(size)s"),
    "encryptedstring": gettext_lazy("Encrypted text %(size)s"),
    "textarea": gettext_lazy("Text area %(size)s"),
}
NUMBERS = {
    "double": gettext_lazy("Number %(digits)s, %(scale)s"),
    "currency": gettext_lazy("Currency %(digits)s, %(scale)s"),
    "percent": gettext_lazy("Percent %(digits)s, %(scale)s"),
}
PLAIN = {
    "id": gettext_lazy("Record ID"),
    "reference": gettext_lazy("Lookup"),
    "combobox": gettext_lazy("Text with suggestions"),
    "email": gettext_lazy("Email"),
    "phone": gettext_lazy("Phone"),
    "url": gettext_lazy("URL"),
    "boolean": gettext_lazy("Checkbox"),
    "int": gettext_lazy("Whole number"),
    "long": gettext_lazy("Whole number"),
    "date": gettext_lazy("Date"),
    "datetime": gettext_lazy("Date/Time"),
    "time": gettext_lazy("Time"),
}
RESULTS = {
    ColumnType.TEXT: gettext_lazy("Formula, text"),
    ColumnType.NUMERIC: gettext_lazy("Formula, number"),
    ColumnType.BOOLEAN: gettext_lazy("Formula, checkbox"),
    ColumnType.DATE: gettext_lazy("Formula, date"),
    ColumnType.TIMESTAMPTZ: gettext_lazy("Formula, date/time"),
    ColumnType.TIME: gettext_lazy("Formula, time"),
}


def column_type(salesforce_type: str) -> ColumnType:
    """Raises KeyError for a type that has no column."""
    return BY_TYPE[salesforce_type]


def written(field: CatalogueField) -> str:
    """As Salesforce's own field list has it: `Text 80`, `Picklist, 7 values`, `Number 16, 2`, `Formula, text`."""
    if field.is_formula and field.type in BY_TYPE:
        return str(RESULTS[BY_TYPE[field.type]])
    if field.type in {"picklist", "multipicklist"}:
        return _picklist(field.value_count, several=field.type == "multipicklist")
    if field.is_long_text:
        return _("Long text %(size)s") % {"size": _plain(field.length)}
    if field.type in SIZED:
        return str(SIZED[field.type]) % {"size": _plain(field.length)}
    if field.type in NUMBERS:
        return str(NUMBERS[field.type]) % {"digits": field.precision - field.scale, "scale": field.scale}
    return str(PLAIN.get(field.type, field.type))


def _picklist(count: int, *, several: bool) -> str:
    if several:
        return ngettext("Multi-select, %(n)s value", "Multi-select, %(n)s values", count) % {"n": count}
    return ngettext("Picklist, %(n)s value", "Picklist, %(n)s values", count) % {"n": count}


def _plain(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)

"""Which cycles to show: the days, the object, the operation, the status."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.mapping.objects import OBJECTS
from apps.sync.models import Operation, Status

DAYS = [("1", _("Today and yesterday")), ("5", _("Last 5 days"))]
AS_USUAL = "5"


class CyclesForm(forms.Form):
    """Every field may be left out."""

    days = forms.ChoiceField(label=_("Days"), choices=DAYS, required=False, initial=AS_USUAL)
    object = forms.ChoiceField(
        label=_("Object"), required=False, choices=[("", _("All objects")), *[(name, name) for name in OBJECTS]]
    )
    operation = forms.ChoiceField(
        label=_("Operation"), required=False, choices=[("", _("All operations")), *Operation.Kind.choices]
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All statuses")), *Status.choices])

    def asked(self) -> dict[str, str]:
        """What is not understood counts as not asked."""
        self.is_valid()
        said = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return {**said, "days": said["days"] or AS_USUAL}

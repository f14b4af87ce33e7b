"""What the page of step 8 may ask: which object, which fields are shown and how, and the two bulk verbs."""

from __future__ import annotations

from typing import Any

from django import forms

from apps.mapping import choice
from apps.tenants.models import Instance

OBJECTS = [each.name for each in choice.IN_CUSTOMERS_ORDER]
PERCENT = 20


class ShownForm(forms.Form):
    """Whatever is missing or wrong falls back to the plain list: an address is never refused."""

    object = forms.ChoiceField(choices=[(name, name) for name in OBJECTS], required=False)
    q = forms.CharField(max_length=120, required=False)
    show = forms.ChoiceField(choices=[(name, name) for name in choice.SHOWN], required=False)
    sort = forms.ChoiceField(choices=[(name, name) for name in choice.SORTS], required=False)
    type = forms.ChoiceField(choices=[(name, name) for name in choice.TYPES], required=False)
    package = forms.CharField(max_length=40, required=False)
    percent = forms.IntegerField(min_value=1, max_value=100, required=False)

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        said = self.cleaned_data
        return {
            "object": said.get("object") or OBJECTS[0],
            "q": said.get("q") or "",
            "show": said.get("show") or "all",
            "sort": said.get("sort") or "filled",
            "type": said.get("type") or "",
            "package": said.get("package") or "",
            "percent": said.get("percent") or PERCENT,
        }

    def search(self) -> choice.Search:
        asked = self.asked()
        return choice.Search(asked["q"], asked["show"], asked["type"], asked["package"])


class LeaveOutForm(forms.Form):
    object = forms.ChoiceField(choices=[(name, name) for name in OBJECTS])
    percent = forms.IntegerField(min_value=1, max_value=100)


class StartFromForm(forms.Form):
    """A preset, or another instance of the agency whose choice is taken as the beginning."""

    preset = forms.ChoiceField(choices=list(choice.PRESETS.items()), required=False)
    client = forms.ModelChoiceField(Instance.objects.none(), to_field_name="key", required=False)

    def __init__(self, clients: list[Instance], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField[Instance] = self.fields["client"]  # type: ignore[assignment]
        field.queryset = Instance.objects.filter(pk__in=[each.pk for each in clients])

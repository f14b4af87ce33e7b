"""Which way people go and who wins, and what a new lead gets where a person lacks it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.sync.directions import Way, Winner


class DirectionForm(forms.Form):
    way = forms.ChoiceField(label=_("Direction"), choices=Way.choices)
    winner = forms.ChoiceField(label=_("When both sides changed one field"), choices=Winner.choices)


class NewLeadsForm(forms.Form):
    last_name = forms.CharField(label=_("Default last name"), required=False, max_length=80)
    company = forms.CharField(label=_("Default company"), required=False, max_length=255)

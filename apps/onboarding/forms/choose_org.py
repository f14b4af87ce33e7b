"""Which org: its environment, its My Domain, the edition to expect."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.connections import orgs
from apps.connections.models import Edition, Environment

ENVIRONMENT_WORDS = {
    Environment.PRODUCTION: _("Production: login.salesforce.com. Also Developer Edition and trials."),
    Environment.SANDBOX: _("Sandbox: test.salesforce.com"),
    Environment.MY_DOMAIN: _("My Domain: the org’s own address, such as acme.my.salesforce.com"),
    Environment.PRACTICE: _("Practice org: a Salesforce to try things out, with made-up people"),
}
EDITION_WORDS = {
    Edition.PROFESSIONAL: _("Professional"),
    Edition.ENTERPRISE: _("Enterprise"),
    Edition.UNLIMITED: _("Unlimited or Performance"),
    Edition.DEVELOPER: _("Developer"),
}


class ChooseOrgForm(forms.Form):
    environment = forms.ChoiceField(label=_("Where do people sign in to this org?"), widget=forms.RadioSelect)
    my_domain = forms.CharField(
        label=_("My Domain"),
        required=False,
        max_length=200,
        help_text=_("Only for “My Domain”. Paste what stands in the browser while you are in Salesforce."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    expected_edition = forms.ChoiceField(
        label=_("Which edition do you expect?"),
        choices=list(EDITION_WORDS.items()),
        help_text=_(
            "It decides which words the next steps use. In Salesforce: Setup › Company Information › Organization "
            "Edition."
        ),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(each, ENVIRONMENT_WORDS[each]) for each in orgs.environments()]
        self.fields["environment"].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("environment") == Environment.MY_DOMAIN and not cleaned.get("my_domain"):
            self.add_error("my_domain", _("Give the org’s own address."))
        return cleaned

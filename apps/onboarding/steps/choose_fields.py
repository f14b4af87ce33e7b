"""Step 8: which of the fields does marketing want?"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from apps.checklist.definition import Definition
from apps.checklist.models import Step
from apps.mapping import catalogue


class ChooseFields(Definition):
    slug = "choose-fields"
    title = _("Choose fields")
    about = _(
        "Pick what marketing will use, and leave out first what nobody needs: in step 9 the chosen fields "
        "become permanent and can never be deleted. Nothing is created here."
    )
    part = 3
    takes = _("20 minutes")
    after = ("discover-fields",)

    CHOSEN = _("%(fields)s Salesforce fields; %(columns)s become permanent in the next step.")

    def opens_when(self, steps: Mapping[str, Step]) -> bool:
        """The fields are enough; how well they are filled follows while somebody is choosing."""
        return catalogue.is_described(steps["discover-fields"].instance)

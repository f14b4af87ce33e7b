"""Whether the choice of fields may be changed now; who may not reads why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from apps.checklist import steps
from apps.checklist.states import State
from apps.mapping import lock
from apps.onboarding.steps.choose_fields import ChooseFields
from apps.tenants.models import Instance


def now(request: HttpRequest, instance: Instance) -> bool:
    """Not before the step is open, and not once the initial sync was started."""
    if steps.get(instance, ChooseFields.slug).state == State.LOCKED:
        messages.warning(request, _("This step is not open yet. Nothing was changed."))
        return False
    if lock.is_locked(instance):
        messages.warning(request, _("The initial sync was started; the choice is locked. Nothing was changed."))
        return False
    return True

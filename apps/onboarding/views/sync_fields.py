"""Step 9's page: the warning, the exact list, the typed number; afterwards the receipt and its proof."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts import access
from apps.checklist import actions
from apps.checklist.models import Step
from apps.mapping import ledger, lock
from apps.mapping.errors import MappingError
from apps.onboarding import frame, hiding, ledgers, receipts
from apps.onboarding.forms.accept import AcceptForm
from apps.tenants.models import Instance


def sync_fields_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    """A POST is *Confirm Credentials*."""
    if not step.is_active:
        ledger.settle(instance)
    if request.method == "POST":
        return _accept(request, instance, step)
    return _page(request, instance, step)


def _accept(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    """Keeps what was accepted, then queues the job; nothing is created in the request."""
    if step.is_active:
        messages.info(request, _("The fields are being created already."))
        return redirect("onboarding:step", instance.key, step.slug)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, instance, step, wrong=_("Type the number of fields, in digits."))
    shown, said = ledger.preview(instance), form.cleaned_data
    text = ledgers.statement(instance, shown)
    try:
        ledger.sign(instance, shown, said["typed"], said["list_hash"], access.person(request), statement=text)
    except MappingError as error:
        return _page(request, instance, step, wrong=error)
    actions.start(step, by=access.person(request))
    return redirect("onboarding:step", instance.key, step.slug)


def _page(request: HttpRequest, instance: Instance, step: Step, *, wrong: Exception | str = "") -> HttpResponse:
    shown = ledger.preview(instance)
    context = {
        **frame.step(request, instance, step),
        **ledgers.dialog(instance, shown, wrong=wrong),
        "links": hiding.links(instance),
        "receipts": receipts.every(instance),
        "is_open": not step.is_active and not shown.plan.is_empty and not lock.is_locked(instance),
    }
    return render(request, "onboarding/steps/sync-fields.html", context, status=422 if wrong else 200)

"""The choice and the mapping as a file: taken out of one instance, looked at and taken over in another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts import access
from apps.checklist import steps
from apps.checklist.states import State
from apps.mapping import importing, lock
from apps.mapping import mapping_file as files
from apps.mapping.errors import MappingError
from apps.onboarding import frame, ledgers
from apps.onboarding.forms.mapping_file import MappingFileForm
from apps.onboarding.steps.choose_fields import ChooseFields
from apps.tenants.models import Instance


@require_GET
@access.to_instance("view")
def mapping_file(_request: HttpRequest, instance: Instance) -> HttpResponse:
    answer = HttpResponse(files.write(instance), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{instance.key}-mapping.yaml"'
    return answer


@require_http_methods(["GET", "POST"])
@access.to_instance("operate")
def import_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    """An uploaded file is shown; with the hash of what was shown, it is taken over."""
    if request.method == "GET":
        return _page(request, instance)
    form = MappingFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, instance, status=422, wrong=" ".join(map(str, form.non_field_errors())))
    if not _is_open(instance):
        return _page(request, instance, status=422, wrong=_("The choice of fields is not open. Nothing was changed."))
    text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
    return _taken_over(request, instance, text, seen) if seen else _looked_at(request, instance, text)


def _looked_at(request: HttpRequest, instance: Instance, text: str) -> HttpResponse:
    proposal, faults = importing.propose(instance, text)
    status = 422 if faults else 200
    return _page(request, instance, status=status, proposal=proposal, faults=faults, text=text)


def _taken_over(request: HttpRequest, instance: Instance, text: str, seen: str) -> HttpResponse:
    try:
        importing.apply(instance, text, seen, by=access.person(request))
    except MappingError as error:
        proposal, faults = importing.propose(instance, text)
        context = {"proposal": proposal, "faults": faults, "text": text}
        return _page(request, instance, status=422, wrong=ledgers.words(error), **context)
    messages.success(request, _("The mapping file was taken over. Look at the choice, then review it."))
    return redirect("onboarding:step", instance.key, ChooseFields.slug)


def _is_open(instance: Instance) -> bool:
    return steps.get(instance, ChooseFields.slug).state != State.LOCKED and not lock.is_locked(instance)


def _page(request: HttpRequest, instance: Instance, *, status: int = 200, **context: Any) -> HttpResponse:
    shown = {**frame.of(instance), "tab": "mapping", **context}
    return render(request, "onboarding/import_mapping.html", shown, status=status)

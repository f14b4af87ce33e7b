"""The versions of a mapping: who changed what and when, what differs between two, and the way back to one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts import access
from apps.mapping import lock, mapping_file, restoring, row_numbers
from apps.mapping import versions as kept
from apps.mapping.errors import MappingError
from apps.mapping.models import Version
from apps.onboarding import frame, ledgers
from apps.onboarding.steps.review_mappings import ReviewMappings
from apps.tenants.models import Instance

SIZE = 20


@require_GET
@access.to_instance("view")
def versions_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    """``?before=&after=`` asks for what differs; without ``after``, from then to now."""
    page = Paginator(kept.of(instance).defer("document"), SIZE).get_page(request.GET.get("page"))
    return _page(request, instance, "versions", page=page, **_compared(request, instance))


@require_http_methods(["GET", "POST"])
@access.to_instance("operate")
def restore_page(request: HttpRequest, instance: Instance, number: int) -> HttpResponse:
    """What taking a version back would change; with the hash of what was shown, it is done."""
    version = kept.find(instance, number)
    if version is None:
        raise Http404
    if request.method == "GET" or lock.is_locked(instance):
        return _preview(request, instance, version)
    try:
        restoring.restore(instance, version, request.POST.get("seen", ""), by=access.person(request))
    except MappingError as error:
        return _preview(request, instance, version, wrong=ledgers.words(error))
    messages.success(request, _("The mapping is as in version %(number)s again.") % {"number": number})
    return redirect("onboarding:step", instance.key, ReviewMappings.slug)


def _preview(request: HttpRequest, instance: Instance, version: Version, *, wrong: str = "") -> HttpResponse:
    proposal, faults = restoring.preview(instance, version)
    context = {"version": version, "proposal": proposal, "faults": faults, "wrong": wrong}
    return _page(request, instance, "restore_version", status=422 if request.method == "POST" else 200, **context)


def _compared(request: HttpRequest, instance: Instance) -> dict[str, Any]:
    before, after = (_asked(request, instance, name) for name in ("before", "after"))
    if before is None:
        return {}
    later = after.document if after else mapping_file.write(instance)
    differences = kept.compare(before.document, later)
    return {"before": before, "after": after, "differences": differences}


def _asked(request: HttpRequest, instance: Instance, name: str) -> Version | None:
    number = row_numbers.read(request.GET.get(name, ""))
    return kept.find(instance, number) if number else None


def _page(request: HttpRequest, instance: Instance, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    shown = {**frame.of(instance), "tab": "mapping", "is_locked": lock.is_locked(instance), **context}
    return render(request, f"onboarding/{name}.html", shown, status=status)

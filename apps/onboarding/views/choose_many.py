"""The verbs of step 8 that change many fields at once: leave out, take what matches, start from a preset."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.accounts import access
from apps.mapping import choice
from apps.onboarding import may_choose
from apps.onboarding.forms.choose_fields import LeaveOutForm, ShownForm, StartFromForm
from apps.onboarding.steps.choose_fields import ChooseFields
from apps.tenants.models import Instance
from apps.timeline.templatetags.figures import plain


@require_POST
@access.to_instance("operate")
def leave_out_fields(request: HttpRequest, instance: Instance) -> HttpResponse:
    form = LeaveOutForm(request.POST)
    if form.is_valid() and may_choose.now(request, instance):
        name, percent = form.cleaned_data["object"], form.cleaned_data["percent"]
        left = choice.leave_out_below(instance, name, percent, by=access.person(request))
        messages.success(request, _left_out(left, name))
    return _back(instance, request.POST.get("object", ""))


@require_POST
@access.to_instance("operate")
def take_matching(request: HttpRequest, instance: Instance) -> HttpResponse:
    """All that a search finds are chosen, or left out, on every page of the list."""
    form = ShownForm(request.POST)
    name, wanted = form.asked()["object"], request.POST.get("then") == "take"
    if may_choose.now(request, instance):
        changed = choice.take_matching(instance, name, form.search(), wanted=wanted, by=access.person(request))
        messages.success(request, _chosen(changed, name) if wanted else _left_out(changed, name))
    return _back(instance, name, request.POST.get("query", ""))


@require_POST
@access.to_instance("operate")
def start_from_preset(request: HttpRequest, instance: Instance) -> HttpResponse:
    form = StartFromForm(choice.earlier_clients(instance), request.POST)
    if form.is_valid() and may_choose.now(request, instance):
        preset, client, user = form.cleaned_data["preset"], form.cleaned_data["client"], access.person(request)
        if client:
            choice.start_from_client(instance, client, by=user)
        elif preset:
            choice.start_from(instance, preset, by=user)
        name = client.name if client else _(choice.PRESETS[preset]) if preset else ""
        if name:
            messages.success(request, _("The choice starts from “%(preset)s”.") % {"preset": name})
    return _back(instance, request.POST.get("object", ""))


def _left_out(count: int, name: str) -> str:
    words = ngettext(
        "%(count)s field of %(object)s was left out.", "%(count)s fields of %(object)s were left out.", count
    )
    return words % {"count": plain(count), "object": name}


def _chosen(count: int, name: str) -> str:
    words = ngettext("%(count)s field of %(object)s was chosen.", "%(count)s fields of %(object)s were chosen.", count)
    return words % {"count": plain(count), "object": name}


def _back(instance: Instance, object_name: str, query: str = "") -> HttpResponse:
    shown = ShownForm({"object": object_name}).asked()["object"]
    address = reverse("onboarding:step", args=[instance.key, ChooseFields.slug])
    return redirect(f"{address}?{query or 'object=' + shown}")

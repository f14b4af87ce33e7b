"""The desk: what is stuck, one case, and the verbs that unstick it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.checklist import steps
from apps.onboarding import rows
from apps.support import case, listing, stuck, syncs, verbs
from apps.support.forms import VerbForm
from apps.tenants.models import Instance
from apps.timeline import history
from apps.timeline.models import Event

SIZE = 20
RECENT = 30
LOOK: frozenset[str] = frozenset({"view"})


@require_GET
@access.to_support
def desk_page(request: HttpRequest) -> HttpResponse:
    return render(request, "support/desk.html", _list(request))


@require_GET
@access.to_support
def case_page(request: HttpRequest, key: str) -> HttpResponse:
    instance = _instance(key)
    return _case(request, instance, request.GET.get("step", ""), VerbForm())


@require_POST
@access.to_support
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Does the verb if it may be done now; what was done and why goes on the customer's own timeline."""
    instance = _instance(key)
    form = VerbForm(request.POST)
    slug = request.POST.get("step", "")
    step = steps.by_slug(instance).get(slug)
    if step is None or not form.is_valid():
        return _case(request, instance, slug, form, status=422)
    told = form.cleaned_data
    if verbs.act(step, told["verb"], by=request.user, reason=told["reason"]):
        messages.success(request, _("Done, and recorded on the timeline."))
    else:
        messages.warning(request, _("Nothing changed: the step is no longer in that state."))
    return redirect(f"{reverse('support:case', args=[instance.key])}?step={step.slug}")


def _instance(key: str) -> Instance:
    return get_object_or_404(Instance.objects.select_related("agency"), key=key)


def _list(request: HttpRequest) -> dict[str, Any]:
    words, turn = request.GET.get("q", "").strip().replace("\x00", "")[:100], request.GET.get("turn", "")
    found, troubled = (stuck.matching(rows_, words) for rows_ in (stuck.of_everybody(), syncs.of_everybody()))
    counts = stuck.counts(found) + stuck.counts(troubled)
    if turn in stuck.TURNS:
        found, troubled = found.filter(turn=turn), troubled.filter(turn=turn)
    page = Paginator(found.select_related("instance__agency"), SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    for name in ("page", "step"):
        query.pop(name, None)
    return {
        "nav": "support",
        "stuck": [listing.entry(step) for step in page.object_list],
        "syncs": [listing.sync_entry(state) for state in troubled.select_related("instance__agency")[:SIZE]],
        "page": page,
        "total": sum(counts.values()),
        "instance_count": Instance.objects.count(),
        "chips": listing.chips(counts, turn, words),
        "words": words,
        "turn": turn,
        "query": query.urlencode(),
    }


def _case(request: HttpRequest, instance: Instance, slug: str, form: VerbForm, *, status: int = 200) -> HttpResponse:
    step = case.choose(instance, slug)
    listed = rows.of(instance, LOOK)
    reasons = dict(stuck.of_instance(instance.pk).values_list("slug", "reason"))
    context = {
        **_list(request),
        "case": instance,
        "step": step,
        "row": next((row for row in listed if step and row.slug == step.slug), None),
        "rows": listed,
        "reason": listing.title(reasons.get(step.slug, "")) if step else "",
        "stuck_slugs": set(reasons),
        "signs": case.signs(step) if step else [],
        "runs": listing.runs(step) if step else [],
        "connection": case.connection_facts(instance),
        "sync": syncs.facts(instance),
        "verbs": verbs.of(step) if step else [],
        "form": form,
        "events": list(Event.objects.of(instance)[:RECENT]),
        "chain_is_whole": history.is_whole(instance),
    }
    return render(request, "support/case.html", context, status=status)

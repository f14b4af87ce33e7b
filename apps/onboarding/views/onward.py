"""The pages of the optional guides after the set-up."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.onboarding import frame, onward
from apps.onboarding.models import GuideTick
from apps.onboarding.onward import Guide
from apps.tenants.models import Instance


@require_GET
@access.to_instance("view")
def guide_page(request: HttpRequest, instance: Instance, slug: str) -> HttpResponse:
    progress = onward.one(instance, _guide(slug))
    lines = [{"line": line, "is_ticked": line.slug in progress.ticked} for line in progress.guide.lines]
    context = {**frame.of(instance), "tab": "checklist", "progress": progress, "guide": progress.guide, "lines": lines}
    return render(request, "onboarding/onward.html", context)


@require_POST
@access.to_instance("operate")
def tick_line(request: HttpRequest, instance: Instance, slug: str, line: str) -> HttpResponse:
    """Ticked or not, as the form says."""
    guide = _guide(slug)
    if line not in {each.slug for each in guide.lines}:
        raise Http404
    ticks = GuideTick.objects.of(instance).filter(guide=slug, line=line)
    if request.POST.get("done") == "no":
        ticks.delete()
    elif not ticks.exists():
        tick = GuideTick(instance=instance, guide=slug, line=line, by=access.person(request))
        GuideTick.objects.bulk_create([tick], ignore_conflicts=True)
    return redirect(f"{request.path.rsplit(line, 1)[0]}#{line}")


def _guide(slug: str) -> Guide:
    if slug not in onward.GUIDES:
        raise Http404
    return onward.GUIDES[slug]

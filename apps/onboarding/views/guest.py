"""What somebody with a guest link sees: their steps and nothing else of the portal."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import guests, letters, pace, passes
from apps.accounts.models import GuestLink
from apps.checklist import actions, steps
from apps.checklist.states import State
from apps.onboarding import guest_looks, guest_tasks
from apps.onboarding.forms.guest_links import StuckForm
from apps.onboarding.steps.add_fields import AddFields
from apps.onboarding.steps.check_sync_user import CheckSyncUser

AN_HOUR = 3600
OPEN = frozenset({State.READY, State.WAITING, State.FAILED})
WRONG_AN_HOUR = 60  # tokens from one address that open nothing
LOOKS_AN_HOUR = 60  # at Salesforce, of one link


@require_GET
@never_cache
def door(request: HttpRequest) -> HttpResponse:
    """The address that was sent, seen once: it becomes a cookie and a clean address."""
    token = request.META.get("QUERY_STRING", "")
    if not token:
        return passes.lost(request)
    link = passes.find(token)
    answer = redirect("onboarding:guest_door") if link is None else redirect("onboarding:guest", link.instance.key)
    answer["Referrer-Policy"] = "no-referrer"
    if link is not None:
        passes.hold(answer, link, answer.url)
    elif not pace.within("wrong-links", request.META.get("REMOTE_ADDR", ""), most=WRONG_AN_HOUR, seconds=AN_HOUR):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    return answer


@require_GET
@passes.to_guest
def guest_page(request: HttpRequest, link: GuestLink) -> HttpResponse:
    if request.user != link.by:  # a sender who tries the own link has not reached anybody
        guests.note_opened(link)
    return page(request, link, shown=request.GET.get("task", ""))


@require_POST
@passes.to_guest
def tick_task(request: HttpRequest, link: GuestLink, slug: str) -> HttpResponse:
    """A word is kept as a word, and takes nothing back that is proved; where Salesforce can be asked, it is asked."""
    if slug not in guest_tasks.BY_WORD:
        raise Http404
    demand(link, slug)
    step = steps.get(link.instance, slug)
    if step.state in OPEN:
        left_out = slug == AddFields.slug and request.POST.get("answer") == "left_out"
        message = AddFields.LEFT_OUT if left_out else guest_tasks.BY_WORD[slug]
        actions.finish(step, by=link, message=message, verified=False)
    if step.state != State.LOCKED and may_look(link):
        guest_looks.ask_anew(link)
    return back(link)


@require_POST
@passes.to_guest
def check_again(request: HttpRequest, link: GuestLink, code: str) -> HttpResponse:
    demand(link, CheckSyncUser.slug)
    if not may_look(link):
        return page(request, link, said=_("That was often. Please wait a little and check again."), status=429)
    said = guest_looks.look_again(link, code)
    return page(request, link, said=said, shown=CheckSyncUser.slug) if said else back(link)


@require_POST
@passes.to_guest
def say_stuck(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """The sender reads it beside the link, and gets a letter."""
    form = StuckForm(request.POST)
    if not form.is_valid():
        return page(request, link, stuck_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    guests.say_stuck(link, form.cleaned_data["note"])
    if pace.within("stuck-letters", str(link.pk), most=3, seconds=AN_HOUR):
        letters.send_stuck(link, form.cleaned_data["note"], settings.PUBLIC_URL + _list_of(link))
    return back(link)


@require_POST
@passes.to_guest
def speak(request: HttpRequest, link: GuestLink) -> HttpResponse:
    if request.POST.get("language") in dict(settings.LANGUAGES):
        guests.speak(link, request.POST["language"])
    return back(link)


def may_look(link: GuestLink) -> bool:
    """The org is a guest's house too: so many looks at it an hour, and no more."""
    return pace.within("guest-checks", str(link.pk), most=LOOKS_AN_HOUR, seconds=AN_HOUR)


def demand(link: GuestLink, slug: str) -> None:
    """Raises Http404 for a step that is not this guest's."""
    if slug not in link.steps:
        raise Http404


def back(link: GuestLink, *, shown: str = "") -> HttpResponse:
    query = f"?{urlencode({'task': shown})}" if shown else ""
    return redirect(reverse("onboarding:guest", args=[link.instance.key]) + query)


def page(request: HttpRequest, link: GuestLink, *, status: int = 200, shown: str = "", **more: Any) -> HttpResponse:
    """``more``: forms with their errors, or ``said``, a sentence about what was just tried."""
    context = {**guest_looks.at(link, shown=shown), "stuck_form": StuckForm(), **more}
    return render(request, "onboarding/guest/page.html", context, status=status)


def _list_of(link: GuestLink) -> str:
    return reverse("onboarding:settings", args=[link.instance.key]) + "#guests"

"""A member asks the client's Salesforce administrator for help: makes a guest link, sees it once, revokes it."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts import access, guests, letters, pace
from apps.accounts.models import GuestLink
from apps.onboarding import frame
from apps.onboarding.forms.guest_links import GuestLinkForm
from apps.onboarding.guest_tasks import GUEST_STEPS
from apps.tenants.models import Instance

AN_HOUR = 3600
MOST_AN_HOUR = 30  # of one member: each may be a letter to somebody outside


@require_http_methods(["GET", "POST"])
@never_cache
@access.to_instance("operate")
def new_guest_link_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    """The answer to the form is the one page that ever shows the address."""
    if request.method == "GET":
        return _page(request, instance, GuestLinkForm(initial=_suggested(request)))
    form = GuestLinkForm(request.POST)
    if not form.is_valid():
        return _page(request, instance, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    by = access.person(request)
    if not pace.within("guest-links", str(by.pk), most=MOST_AN_HOUR, seconds=AN_HOUR):
        form.add_error(None, _("You made many links in this hour. Wait a little before the next one."))
        return _page(request, instance, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    link, token = guests.invite(instance, by=by, **form.columns())
    address = f"{settings.PUBLIC_URL}{reverse('onboarding:guest_door')}?{token}"
    if link.email:
        letters.send_guest_link(link, address)
    context = {**frame.of(instance), "tab": "settings", "link": link, "address": address}
    return render(request, "onboarding/guest_link_made.html", context)


@require_POST
@access.to_instance("operate")
def revoke_guest_link(request: HttpRequest, instance: Instance, pk: int) -> HttpResponse:
    link = get_object_or_404(GuestLink.objects.of(instance).select_related("instance"), pk=pk)
    if guests.revoke(link, by=access.person(request)):
        messages.success(request, _("The link of %(guest)s opens nothing any more.") % {"guest": link.name})
    else:
        messages.info(request, _("Nothing changed: this link had ended before."))
    return redirect(f"{reverse('onboarding:settings', args=[instance.key])}#guests")


def _suggested(request: HttpRequest) -> dict[str, object]:
    """All four steps, or the one from whose page somebody came."""
    asked = request.GET.get("step", "")
    return {"steps": [asked] if asked in GUEST_STEPS else list(GUEST_STEPS), "language": translation.get_language()}


def _page(request: HttpRequest, instance: Instance, form: GuestLinkForm, *, status: int = 200) -> HttpResponse:
    context = {**frame.of(instance), "tab": "settings", "form": form}
    return render(request, "onboarding/new_guest_link.html", context, status=status)

"""The members of an agency: who they are, inviting, roles, removing."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access, letters, members
from apps.accounts.forms.members import ROLE_HINTS, InviteForm
from apps.accounts.models import Membership
from apps.tenants.models import Agency
from apps.timeline.models import AgencyEvent

RECENT = 20


@require_GET
@access.to_agency("view")
def members_page(request: HttpRequest, agency: Agency) -> HttpResponse:
    return _page(request, agency, InviteForm(roles=_roles(request)))


@require_POST
@access.to_agency("administer")
def invite_member(request: HttpRequest, agency: Agency) -> HttpResponse:
    form = InviteForm(request.POST, roles=_roles(request))
    if not form.is_valid():
        return _page(request, agency, form, status=422)
    by = access.person(request)
    try:
        member = members.invite(agency, form.cleaned_data["email"], form.cleaned_data["role"], by=by)
    except members.AlreadyMember:
        form.add_error("email", _("This person is a member already. Change the role in the list."))
        return _page(request, agency, form, status=422)
    letters.send_invitation(member, by=by)
    messages.success(request, _("%(person)s is invited; a letter is on its way.") % {"person": member.user})
    return redirect("accounts:members", agency.key)


@require_POST
@access.to_agency("administer")
def change_role(request: HttpRequest, agency: Agency, pk: int) -> HttpResponse:
    member = get_object_or_404(Membership.objects.select_related("user", "agency"), agency=agency, pk=pk)
    try:
        members.change_role(member, request.POST.get("role", ""), by=access.person(request))
    except members.NotGrantable as refused:
        raise PermissionDenied from refused
    except members.LastOwner:
        return _last_owner(request, agency)
    messages.success(request, _("The role of %(person)s is changed.") % {"person": member.user})
    return redirect("accounts:members", agency.key)


@require_POST
@access.to_agency("view")
def remove_member(request: HttpRequest, agency: Agency, pk: int) -> HttpResponse:
    """Everybody may leave; to remove others takes the power to give their role."""
    member = get_object_or_404(Membership.objects.select_related("user", "agency"), agency=agency, pk=pk)
    by = access.person(request)
    try:
        members.remove(member, by=by)
    except members.NotGrantable as refused:
        raise PermissionDenied from refused
    except members.LastOwner:
        return _last_owner(request, agency)
    if member.user_id == by.pk:
        messages.success(request, _("You left %(agency)s.") % {"agency": agency})
        return redirect(settings.LOGIN_REDIRECT_URL)
    messages.success(request, _("%(person)s is no longer a member.") % {"person": member.user})
    return redirect("accounts:members", agency.key)


def _last_owner(request: HttpRequest, agency: Agency) -> HttpResponse:
    messages.error(request, _("Nothing was changed: an agency needs an owner. Make somebody else owner first."))
    return redirect("accounts:members", agency.key)


def _roles(request: HttpRequest) -> list[Membership.Role]:
    return members.grantable(request.powers)  # type: ignore[attr-defined]


def _page(request: HttpRequest, agency: Agency, form: InviteForm, *, status: int = 200) -> HttpResponse:
    roles = _roles(request)
    context = {
        "nav": "members",
        "agency": agency,
        "members": list(agency.memberships.select_related("user").order_by("user__name", "user__email")),
        "roles": roles,
        "role_values": {role.value for role in roles},
        "hints": [(role.label, hint) for role, hint in ROLE_HINTS.items()],
        "form": form,
        "events": list(AgencyEvent.objects.filter(agency=agency)[:RECENT]),
    }
    return render(request, "accounts/members.html", context, status=status)

"""Who may do what. Anonymous: sign in first. Stranger: not found. Too small a role: forbidden."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from apps.accounts.models import Membership, User
from apps.tenants.models import Agency, Instance

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

# view: the set-up and what happened; records: people and values of the marketing database
Power = Literal["view", "records", "operate", "administer", "own"]
Rest = ParamSpec("Rest")
InstanceView = Callable[Concatenate[HttpRequest, Instance, Rest], "HttpResponseBase"]
AgencyView = Callable[Concatenate[HttpRequest, Agency, Rest], "HttpResponseBase"]

POWERS: dict[str, frozenset[Power]] = {
    Membership.Role.VIEWER: frozenset({"view", "records"}),
    Membership.Role.OPERATOR: frozenset({"view", "records", "operate"}),
    Membership.Role.ADMIN: frozenset({"view", "records", "operate", "administer"}),
    Membership.Role.OWNER: frozenset({"view", "records", "operate", "administer", "own"}),
}
SUPPORT: frozenset[Power] = frozenset({"view"})
NOTHING: frozenset[Power] = frozenset()


def person(request: HttpRequest) -> User:
    """Who asks; for views that only signed-in people reach."""
    return cast("User", request.user)


def powers(user: Any, agency_id: int) -> frozenset[Power]:
    """What this person may do with what this agency owns."""
    if not isinstance(user, User):
        return NOTHING
    role = user.memberships.filter(agency=agency_id).values_list("role", flat=True).first()
    if role:
        return POWERS[role]
    return SUPPORT if user.is_staff else NOTHING


def colleagues(user: User, agency_id: int, power: Power) -> QuerySet[User]:
    """Everybody else of the agency who holds the power."""
    roles = [role for role, held in POWERS.items() if power in held]
    found = User.objects.filter(memberships__agency=agency_id, memberships__role__in=roles, is_active=True)
    return found.exclude(pk=user.pk).order_by("name", "email")


def demand(user: Any, agency_id: int, power: Power) -> frozenset[Power]:
    """The person's powers, if they include ``power``; else Http404 (stranger) or PermissionDenied (small role)."""
    held = powers(user, agency_id)
    if not held:
        raise Http404
    if power not in held:
        raise PermissionDenied
    return held


def instance_for(user: Any, key: str, power: Power) -> Instance:
    instance = Instance.objects.select_related("agency").filter(key=key).first()
    if instance is None:
        raise Http404
    demand(user, instance.agency_id, power)
    return instance


def to_instance(power: Power) -> Callable[[InstanceView[Rest]], Callable[..., HttpResponseBase]]:
    """For views at ``…/<key>/…``: the view gets the instance that its caller may touch."""

    def decorate(view: InstanceView[Rest]) -> Callable[..., HttpResponseBase]:
        @login_required
        @functools.wraps(view)
        def guarded(request: HttpRequest, key: str, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
            instance = instance_for(request.user, key, power)
            request.powers = powers(request.user, instance.agency_id)  # type: ignore[attr-defined]
            return view(request, instance, *args, **kwargs)

        return guarded

    return decorate


def to_agency(power: Power) -> Callable[[AgencyView[Rest]], Callable[..., HttpResponseBase]]:
    """For views at ``…/<agency key>/…``."""

    def decorate(view: AgencyView[Rest]) -> Callable[..., HttpResponseBase]:
        @login_required
        @functools.wraps(view)
        def guarded(request: HttpRequest, key: str, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
            agency = Agency.objects.filter(key=key).first()
            if agency is None:
                raise Http404
            request.powers = demand(request.user, agency.pk, power)  # type: ignore[attr-defined]
            return view(request, agency, *args, **kwargs)

        return guarded

    return decorate


def to_support(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """For the support desk's pages: everybody else is told that there is nothing."""

    @login_required
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not getattr(request.user, "is_staff", False):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded

"""Who belongs to an agency: invite, change a role, remove. An agency always keeps an owner."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from apps.accounts import access, events
from apps.accounts.models import Membership, User
from apps.tenants.models import Agency
from apps.timeline import history

Role = Membership.Role


class AlreadyMember(Exception):
    """The invited person belongs to the agency."""


class LastOwner(Exception):
    """An agency without an owner could not be mended by anybody."""


class NotGrantable(Exception):
    """Only an owner makes and unmakes owners."""


def grantable(powers: frozenset[access.Power]) -> list[Membership.Role]:
    """The roles that somebody with these powers may give and take."""
    if "own" in powers:
        return list(Role)
    return [Role.ADMIN, Role.OPERATOR, Role.VIEWER] if "administer" in powers else []


@transaction.atomic
def invite(agency: Agency, email: str, role: str, *, by: User) -> Membership:
    """A person who is unknown so far gets an account without a password; the letter lets them set one."""
    _demand_grantable(agency, by, role)
    user = _known(email) or _unknown(email)
    member, is_new = Membership.objects.get_or_create(agency=agency, user=user, defaults={"role": role})
    if not is_new:
        raise AlreadyMember
    history.record_for_agency(agency, events.INVITED, actor=by, member=str(user), role=_words(role))
    return member


@transaction.atomic
def change_role(member: Membership, role: str, *, by: User) -> None:
    before = _locked(member)
    _demand_grantable(member.agency, by, role, before)
    if before == role:
        return
    _demand_other_owner(member, before)
    Membership.objects.filter(pk=member.pk).update(role=role)
    said = {"member": str(member.user), "role": _words(role), "before": _words(before)}
    history.record_for_agency(member.agency, events.ROLE_CHANGED, actor=by, **said)


@transaction.atomic
def remove(member: Membership, *, by: User) -> None:
    """Everybody may leave; others may be removed by who may give their role."""
    before = _locked(member)
    if member.user_id != by.pk:
        _demand_grantable(member.agency, by, before)
    _demand_other_owner(member, before)
    Membership.objects.filter(pk=member.pk).delete()
    if member.user_id == by.pk:
        history.record_for_agency(member.agency, events.LEFT, actor=by)
    else:
        history.record_for_agency(member.agency, events.REMOVED, actor=by, member=str(member.user))


def _locked(member: Membership) -> str:
    """The member's role now; two owners who remove each other take turns."""
    Agency.objects.select_for_update().get(pk=member.agency_id)
    return Membership.objects.values_list("role", flat=True).get(pk=member.pk)


def _demand_grantable(agency: Agency, by: User, *roles: str) -> None:
    allowed = grantable(access.powers(by, agency.pk))
    if any(role not in allowed for role in roles):
        raise NotGrantable


def _demand_other_owner(member: Membership, before: str) -> None:
    others = Membership.objects.filter(agency=member.agency_id, role=Role.OWNER).exclude(pk=member.pk)
    if before == Role.OWNER and not others.exists():
        raise LastOwner


def _known(email: str) -> User | None:
    address = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    return address.user if address else _unproven(email)


def _unproven(email: str) -> User | None:
    """Anybody may have signed up with this address: the password goes, and the letter lets its reader set one."""
    user = User.objects.filter(email__iexact=email).first()
    if user:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _unknown(email: str) -> User:
    user = User.objects.create_user(email)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    return user


def _words(role: str) -> dict[str, Any]:
    """The role's name as a value that is translated when it is read."""
    return {"_": {"owner": "Owner", "admin": "Admin", "operator": "Operator", "viewer": "Viewer"}[role], "data": {}}

"""What a demo starts with: an agency, its owner, somebody of the support desk, one instance. Safe to repeat.

``manage.py shell`` calls it, so Django is set up before the models are imported.
"""

from __future__ import annotations

import os

from allauth.account.models import EmailAddress
from django.db import transaction

from apps.accounts.models import Membership, User
from apps.onboarding import instances
from apps.tenants.models import Agency, Instance
from config.sign_ins import OWNER, OWNER_NAME, SUPPORT, SUPPORT_NAME

AGENCY, AGENCY_KEY = "Harbour Agency", "harbour"
INSTANCE = "Northwind"


@transaction.atomic
def plant() -> None:
    """DEMO_PASSWORD, from the environment, signs both people in."""
    password = os.environ["DEMO_PASSWORD"]
    owner = _person(OWNER, OWNER_NAME, password)
    _person(SUPPORT, SUPPORT_NAME, password, is_staff=True)
    agency, _ = Agency.objects.get_or_create(key=AGENCY_KEY, defaults={"name": AGENCY})
    Membership.objects.get_or_create(agency=agency, user=owner, defaults={"role": Membership.Role.OWNER})
    if not agency.instances.exists():
        instances.make(agency, name=INSTANCE, kind=Instance.Kind.PRODUCTION, by=owner)


def _person(email: str, name: str, password: str, *, is_staff: bool = False) -> User:
    """With this password even if somebody changed it: the demo prints it."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name, is_staff=is_staff)
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user

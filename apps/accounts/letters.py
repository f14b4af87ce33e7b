"""Letters: an invitation to an agency, with a way to a first password; a guest's link; a guest's cry for help."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from apps.accounts.models import GuestLink, Membership, User


def send_invitation(member: Membership, *, by: User) -> None:
    """In the receiver's language, else in the sender's."""
    is_new = not member.user.has_usable_password()
    context = {
        "agency": member.agency.name,
        "by": str(by),
        "is_new": is_new,
        "link": settings.PUBLIC_URL + (_password_path(member.user) if is_new else "/"),
    }
    with translation.override(member.user.language or translation.get_language()):
        context["role"] = member.get_role_display()
        _send("invitation", context, member.user.email)


def send_guest_link(link: GuestLink, address: str) -> None:
    """In the guest's language; the only place besides the sender's screen where the address stands."""
    with translation.override(link.language):
        _send("guest_link", {"link": link, "address": address}, link.email)


def send_stuck(link: GuestLink, note: str, address: str) -> None:
    """To the sender, in the sender's language."""
    with translation.override(link.by.language or settings.LANGUAGE_CODE):
        _send("guest_stuck", {"link": link, "note": note, "address": address}, link.by.email)


def trust_mailbox(user: User, **_signal: Any) -> None:
    """Who set a first password by a mailed link has shown that the mailbox is theirs."""
    addresses = EmailAddress.objects.filter(user=user)
    if addresses.count() == 1:
        addresses.filter(email__iexact=user.email).update(verified=True)


def _send(name: str, context: dict[str, Any], to: str) -> None:
    subject = render_to_string(f"accounts/letters/{name}_subject.txt", context)
    body = render_to_string(f"accounts/letters/{name}.txt", context)
    send_mail(
        settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + " ".join(subject.split()), body, settings.DEFAULT_FROM_EMAIL, [to]
    )


def _password_path(user: User) -> str:
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})

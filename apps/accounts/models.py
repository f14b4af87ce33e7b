"""A person signs in by e-mail; a member is a person with a role in an agency; a guest has a link and no account."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from apps.tenants.models import Agency, Instance
from apps.tenants.scope import ScopedManager


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. ``is_staff`` means the support desk."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(_("works at the support desk"), default=False)
    date_joined = models.DateTimeField(db_default=Now())

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word] or [self.email]
        return "".join(word[0] for word in words[:2]).upper()


class Membership(models.Model):
    """A person's role in an agency."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        ADMIN = "admin", _("Admin")
        OPERATOR = "operator", _("Operator")
        VIEWER = "viewer", _("Viewer")

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.OPERATOR)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["agency", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["owner", "admin", "operator", "viewer"]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


class GuestLink(models.Model):
    """One person outside the agency, one instance, named steps, an expiry. Its address is kept as a hash only."""

    class Ending(models.TextChoices):
        REVOKED = "revoked", _("Revoked")
        DONE = "done", _("Done")

    class Standing(models.TextChoices):
        SENT = "sent", _("Sent")
        OPENED = "opened", _("Opened")
        STUCK = "stuck", _("Stuck")
        DONE = "done", _("Done")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="guest_links")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    message = models.TextField(blank=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    steps = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    stuck_at = models.DateTimeField(null=True, blank=True)
    stuck_note = models.TextField(blank=True)
    # Salesforce's code and words for the guest's last sign-in: a guest has no session that could keep them
    refusal = models.JSONField(default=list, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True)

    objects: ClassVar[ScopedManager[GuestLink]] = ScopedManager()

    class Meta:
        verbose_name = _("guest link")
        verbose_name_plural = _("guest links")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ending="") | models.Q(ended_at__isnull=False, ending__gt=""),
                name="guest_link_ends_somehow",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def told_as(self) -> dict[str, Any]:
        """Who did it, on the timeline: a guest has no row among people."""
        return {"_": gettext_noop("%(name)s (guest)"), "data": {"name": self.name}}

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and timezone.now() < self.expires_at

    @property
    def standing(self) -> GuestLink.Standing:
        if self.ending:
            return self.Standing(self.ending)
        if not self.is_open:
            return self.Standing.EXPIRED
        if self.stuck_at:
            return self.Standing.STUCK
        return self.Standing.OPENED if self.opened_at else self.Standing.SENT

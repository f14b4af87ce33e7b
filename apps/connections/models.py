"""An instance's connection to its org, a sign-in under way, what was checked, and the calls it made."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import GuestLink, User
from apps.connections.check_history import CheckChange as CheckChange
from apps.connections.check_history import CheckRound as CheckRound
from apps.connections.check_history import Recheck as Recheck
from apps.connections.fields_job import FieldsJob as FieldsJob
from apps.tenants.encryption import EncryptedTextField
from apps.tenants.models import Instance
from apps.tenants.scope import ScopedManager


class Environment(models.TextChoices):
    PRODUCTION = "production", _("Production")
    SANDBOX = "sandbox", _("Sandbox")
    MY_DOMAIN = "my_domain", _("My Domain")
    PRACTICE = "practice", _("Practice org")


class Edition(models.TextChoices):
    """The edition that the customer expects; it decides which words the guides use."""

    PROFESSIONAL = "professional", _("Professional")
    ENTERPRISE = "enterprise", _("Enterprise")
    UNLIMITED = "unlimited", _("Unlimited or Performance")
    DEVELOPER = "developer", _("Developer")


class Method(models.TextChoices):
    OAUTH = "oauth", _("Sign-in at Salesforce (OAuth)")
    CLIENT_CREDENTIALS = "client_credentials", _("Client credentials")
    PASSWORD = "password", _("Username, password and security token")


class Connection(models.Model):
    """One per instance. Written by named columns only: a worker may renew the token while a person edits."""

    instance = models.OneToOneField(Instance, on_delete=models.CASCADE, related_name="connection")
    environment = models.CharField(max_length=12, choices=Environment)
    my_domain = models.CharField(max_length=120, blank=True)
    expected_edition = models.CharField(max_length=12, choices=Edition)
    login_url = models.URLField()

    method = models.CharField(max_length=20, choices=Method, blank=True)
    consumer_key = EncryptedTextField(blank=True)
    consumer_secret = EncryptedTextField(blank=True)
    username = models.CharField(max_length=254, blank=True)
    password = EncryptedTextField(blank=True)
    security_token = EncryptedTextField(blank=True)
    access_token = EncryptedTextField(blank=True)
    refresh_token = EncryptedTextField(blank=True)
    instance_url = models.URLField(blank=True)
    signed_in_at = models.DateTimeField(null=True, blank=True)
    # Salesforce may end a refresh token that nobody uses for long, so an idle one is used once a day
    renewed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    # a stored credential that Salesforce turned down is never offered twice: wrong passwords lock the user
    refused_code = models.CharField(max_length=80, blank=True)
    refused_message = models.CharField(max_length=1000, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    org_id = models.CharField(max_length=18, blank=True, db_index=True)
    org_name = models.CharField(max_length=200, blank=True)
    edition = models.CharField(max_length=60, blank=True)
    is_sandbox = models.BooleanField(null=True, blank=True)
    sync_user_id = models.CharField(max_length=18, blank=True)
    sync_user_name = models.CharField(max_length=200, blank=True)
    api_enabled = models.BooleanField(null=True, blank=True)
    api_used = models.PositiveIntegerField(null=True, blank=True)
    api_max = models.PositiveIntegerField(null=True, blank=True)
    api_as_of = models.DateTimeField(null=True, blank=True)
    identity = models.JSONField(default=dict, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    confirmed_as = models.CharField(max_length=200, blank=True)  # the sync user's name on the card that was confirmed

    objects: ClassVar[ScopedManager[Connection]] = ScopedManager()

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")

    def __str__(self) -> str:
        return f"connection of {self.instance_id}"

    @property
    def is_practice(self) -> bool:
        return self.environment == Environment.PRACTICE

    @property
    def has_app(self) -> bool:
        return bool(self.consumer_key and self.consumer_secret)

    @property
    def is_signed_in(self) -> bool:
        return bool(self.access_token and self.instance_url) and self.refused_at is None

    @property
    def has_another_user(self) -> bool:
        """Somebody else than the confirmed sync user has signed in since."""
        return bool(self.confirmed_as) and self.confirmed_as != self.sync_user_name

    @property
    def is_confirmed(self) -> bool:
        """The org is, for good; its user only as long as nobody else signs in."""
        return self.confirmed_at is not None and not self.has_another_user

    @property
    def is_professional(self) -> bool:
        """Page layouts decide what the sync user sees. The org's own word counts more than what was expected."""
        said = self.edition or self.get_expected_edition_display()
        return said.startswith("Professional")


class SignIn(models.Model):
    """A consent page that somebody was sent to; used once, within the hour, by the same member or guest."""

    class Purpose(models.TextChoices):
        CONNECT = "connect", _("Connect")  # as the sync user, to stay
        FIELDS = "fields", _("Create fields")  # as an administrator, for one job

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.CONNECT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    guest = models.ForeignKey(GuestLink, null=True, on_delete=models.CASCADE, related_name="+")
    nonce_hash = models.CharField(max_length=64, unique=True)
    verifier = EncryptedTextField()
    began_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[ScopedManager[SignIn]] = ScopedManager()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by=None, guest__isnull=False) | models.Q(by__isnull=False, guest=None),
                name="sign_in_by_one_person",
            ),
        ]

    def __str__(self) -> str:
        return f"sign-in of {self.instance_id}"

    @property
    def actor(self) -> User | GuestLink | None:
        return self.by or self.guest


class Verdict(models.TextChoices):
    PASS = "pass", _("Pass")
    WARN = "warn", _("Warn")
    FAIL = "fail", _("Fail")
    UNKNOWN = "unknown", _("Unknown")  # we may not look; never counts as pass, never blocks
    NOT_APPLICABLE = "na", _("Not applicable")


class CheckResult(models.Model):
    """The latest answer to one question about the sync user.

    ``seen`` is ``{"message": msgid, "data": {...}}``; the data may hold more than the sentence uses (rights, fields).
    """

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="check_results")
    code = models.SlugField(max_length=40)
    subject = models.CharField(max_length=80, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict)
    seen = models.JSONField(default=dict, blank=True)
    checked_at = models.DateTimeField()

    objects: ClassVar[ScopedManager[CheckResult]] = ScopedManager()

    class Meta:
        verbose_name = _("check result")
        verbose_name_plural = _("check results")
        constraints = [
            models.UniqueConstraint(fields=["instance", "code", "subject"], name="check_result_latest_only"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject}: {self.verdict}"

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.seen.get("data", {}))


class ApiUsage(models.Model):
    """Calls that an instance made on one day (UTC), and what the org said of its own rolling 24 hours."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="api_usage")
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)
    org_used = models.PositiveIntegerField(null=True, blank=True)
    org_max = models.PositiveIntegerField(null=True, blank=True)
    as_of = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ScopedManager[ApiUsage]] = ScopedManager()

    class Meta:
        verbose_name = _("API usage")
        verbose_name_plural = _("API usage")
        constraints = [models.UniqueConstraint(fields=["instance", "day"], name="api_usage_once_per_day")]

    def __str__(self) -> str:
        return f"{self.calls} calls of {self.instance_id} on {self.day}"

"""The one job that an administrator signs in for: which fields, with what grant, and what came of each."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import GuestLink, User
from apps.tenants.encryption import EncryptedTextField
from apps.tenants.models import Instance
from apps.tenants.scope import ScopedManager


class FieldsJob(models.Model):
    """At most one of an instance. The administrator's token is emptied when the job is over, whatever its end.

    ``wanted`` lists full names (``Lead.mkto71_Lead_Score__c``); ``results`` says of each ``made``, ``there``,
    ``other`` (another type than ours has this name) or ``refused``, and ``said``: the org's own words.
    """

    instance = models.OneToOneField(Instance, on_delete=models.CASCADE, related_name="fields_job")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    guest = models.ForeignKey(GuestLink, null=True, on_delete=models.CASCADE, related_name="+")
    admin_name = models.CharField(max_length=200)
    access_token = EncryptedTextField(blank=True)
    instance_url = models.URLField()
    signed_in_at = models.DateTimeField(db_default=Now())
    wanted = models.JSONField(default=list, blank=True)
    results = models.JSONField(default=dict, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ScopedManager[FieldsJob]] = ScopedManager()

    class Meta:
        verbose_name = _("job that creates fields")
        verbose_name_plural = _("jobs that create fields")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by=None, guest__isnull=False) | models.Q(by__isnull=False, guest=None),
                name="fields_job_by_one_person",
            ),
        ]

    def __str__(self) -> str:
        return f"fields job of {self.instance_id}"

    @property
    def actor(self) -> User | GuestLink | None:
        return self.by or self.guest

    @property
    def has_begun(self) -> bool:
        return bool(self.wanted)

    def is_of(self, actor: User | GuestLink) -> bool:
        """An administrator's grant serves only whoever brought it."""
        return self.guest_id == actor.pk if isinstance(actor, GuestLink) else self.by_id == actor.pk

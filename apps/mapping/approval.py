"""Who looked over the mappings as the second person: asked by one member, approved or sent back by another."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.tenants.models import Instance
from apps.tenants.scope import ScopedManager


class Approval(models.Model):
    """One row an instance. ``list_hash``: of the mappings as they were when somebody asked for the approval.

    ``is_wanted``: the instance's setting. ``answered_at`` empty: another member's turn.
    """

    instance = models.OneToOneField(Instance, on_delete=models.CASCADE, related_name="mapping_approval")
    is_wanted = models.BooleanField(default=False)
    list_hash = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(default=False)
    comment = models.TextField(blank=True)

    objects: ClassVar[ScopedManager[Approval]] = ScopedManager()

    class Meta:
        verbose_name = _("approval of the mappings")
        verbose_name_plural = _("approvals of the mappings")

    def __str__(self) -> str:
        return f"{self.instance_id}: {self.is_approved}"

    @property
    def is_open(self) -> bool:
        return self.asked_at is not None and self.answered_at is None

    @property
    def was_sent_back(self) -> bool:
        return self.answered_at is not None and not self.is_approved

"""What people ask for once records flow: the existing values of fields that were mapped late."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.tenants.models import Instance
from apps.tenants.scope import ScopedManager


class Backfill(models.Model):
    """Existing values of fields that were mapped late, to be brought for one object. ``updated``: records changed."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="backfills")
    object = models.CharField(max_length=80)
    sources = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    updated = models.PositiveBigIntegerField(null=True, blank=True)
    calls = models.PositiveIntegerField(default=0)
    problem = models.JSONField(default=dict, blank=True)

    objects: ClassVar[ScopedManager[Backfill]] = ScopedManager()

    class Meta:
        verbose_name = _("backfill")
        verbose_name_plural = _("backfills")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["instance"], condition=Q(ended_at=None), name="backfill_open")]

    def __str__(self) -> str:
        return f"{self.object}: {', '.join(self.sources)}"

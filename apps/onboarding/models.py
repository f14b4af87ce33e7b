"""What the portal itself remembers: which lines of an optional guide somebody has ticked."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.tenants.models import Instance
from apps.tenants.scope import ScopedManager


class GuideTick(models.Model):
    """A line of a guide that a person says is done; nobody verifies it."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="guide_ticks")
    guide = models.SlugField(max_length=40)
    line = models.SlugField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects: ClassVar[ScopedManager[GuideTick]] = ScopedManager()

    class Meta:
        verbose_name = _("tick in a guide")
        verbose_name_plural = _("ticks in guides")
        constraints = [models.UniqueConstraint(fields=["instance", "guide", "line"], name="guide_tick_once")]

    def __str__(self) -> str:
        return f"{self.guide}: {self.line}"

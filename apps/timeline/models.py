"""The timeline's rows: nothing is changed or removed, and each row carries the hash of the one before."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.tenants.models import Instance
from apps.tenants.scope import ScopedManager
from apps.timeline import kinds


class Event(models.Model):
    """One thing that happened to an instance."""

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects: ClassVar[ScopedManager[Event]] = ScopedManager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["instance", "number"], name="event_one_chain_per_instance")]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        return kinds.sentence(self.kind, self.actor_name, self.data)

    @property
    def icon(self) -> str:
        return kinds.find(self.kind).icon

    @property
    def tone(self) -> str:
        return kinds.find(self.kind).tone

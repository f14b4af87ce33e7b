"""The timeline's rows: nothing is changed or removed, and each row carries the hash of the one before."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.tenants.models import Agency, Instance
from apps.tenants.scope import ScopedManager
from apps.timeline import kinds


class Entry(models.Model):
    """One thing that happened, as one link of a chain."""

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-number"]

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


class Event(Entry):
    """One thing that happened to an instance."""

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="events")

    objects: ClassVar[ScopedManager[Event]] = ScopedManager()

    class Meta(Entry.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [models.UniqueConstraint(fields=["instance", "number"], name="event_one_chain_per_instance")]


class AgencyEvent(Entry):
    """One thing that happened to an agency: who came, who went, who may do what."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="events")

    class Meta(Entry.Meta):
        verbose_name = _("event of an agency")
        verbose_name_plural = _("events of agencies")
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="event_one_chain_per_agency")]

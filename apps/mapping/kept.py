"""What the review of the mappings keeps: a version for each change, and look-alikes that a person keeps apart."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.tenants.models import Instance
from apps.tenants.scope import ScopedManager
from apps.timeline.models import Event


class KeptApart(models.Model):
    """A Lead and a Contact field look the same, and a person said that they are not."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="kept_apart")
    lead = models.CharField(max_length=120)
    contact = models.CharField(max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects: ClassVar[ScopedManager[KeptApart]] = ScopedManager()

    class Meta:
        verbose_name = _("fields kept apart")
        verbose_name_plural = _("fields kept apart")
        constraints = [models.UniqueConstraint(fields=["instance", "lead", "contact"], name="kept_apart_once")]

    def __str__(self) -> str:
        return f"{self.lead}, {self.contact}"


class Version(models.Model):
    """The choice and the mapping as they were after a change; the event says which change, whose and when.

    ``document`` is a mapping file as `mapping_file.write` makes it.
    """

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="mapping_versions")
    number = models.PositiveIntegerField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    document = models.TextField()

    objects: ClassVar[ScopedManager[Version]] = ScopedManager()

    class Meta:
        verbose_name = _("mapping version")
        verbose_name_plural = _("mapping versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["instance", "number"], name="mapping_version_numbered_once")]

    def __str__(self) -> str:
        return f"{self.instance_id}: {self.number}"

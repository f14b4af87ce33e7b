"""A field: a permanent column of the marketing database. It can be hidden; nothing here can take it away."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.marketing.types import ColumnType
from apps.tenants.models import Instance
from apps.tenants.scope import ScopedManager


class Field(models.Model):
    """The portal's copy of a column that a receipt in the instance's own schema accounts for."""

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="fields")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=63)
    label = models.CharField(max_length=255)
    type = models.CharField(max_length=12, choices=[(each.value, each.value) for each in ColumnType])
    is_hidden = models.BooleanField(default=False)
    receipt = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[ScopedManager[Field]] = ScopedManager()

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["instance", "kind", "name"], name="field_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind}.{self.name}"

    @property
    def column_type(self) -> ColumnType:
        return ColumnType(self.type)

"""Who owns what: an agency, and the instances (marketing databases) that it brings to Salesforce."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.tenants import keys
from apps.tenants.scope import Scope


class Agency(models.Model):
    """An account that owns instances; a company with one instance is an agency with one."""

    name = models.CharField(_("agency or company"), max_length=120)
    key = models.CharField(max_length=40, unique=True, validators=[RegexValidator(keys.PATTERN)])
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class InstanceQuerySet(models.QuerySet["Instance"]):
    def within(self, scope: Scope) -> InstanceQuerySet:
        return self.filter(agency__in=scope.agency_ids)


class Instance(models.Model):
    """One marketing database of one client, to be connected to one Salesforce org."""

    class Kind(models.TextChoices):
        PRODUCTION = "production", _("Production")
        SANDBOX = "sandbox", _("Sandbox")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="instances")
    name = models.CharField(_("instance name"), max_length=120)
    key = models.CharField(max_length=40, unique=True, validators=[RegexValidator(keys.PATTERN)])
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PRODUCTION)
    placement = models.CharField(max_length=40, default="default")
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[models.Manager[Instance]] = InstanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("instance")
        verbose_name_plural = _("instances")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="instance_name_once_per_agency"),
            models.CheckConstraint(condition=models.Q(kind__in=["production", "sandbox"]), name="instance_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

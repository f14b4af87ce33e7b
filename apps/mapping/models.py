"""What the sync user can see in Salesforce, what was chosen of it, what was accepted, and what means what."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.mapping.approval import Approval as Approval
from apps.mapping.kept import KeptApart as KeptApart
from apps.mapping.kept import Version as Version
from apps.marketing.models import Field
from apps.tenants.models import Instance
from apps.tenants.scope import ScopedManager


class Discovery(models.Model):
    """One reading of the catalogue; a worker goes on from it, and a new one begins when it is finished.

    ``before_at``: when the reading before this one began; empty the first time, when no field is newer than others.
    """

    instance = models.OneToOneField(Instance, on_delete=models.CASCADE, related_name="discovery")
    started_at = models.DateTimeField(db_default=Now())
    described_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    before_at = models.DateTimeField(null=True, blank=True)
    api_calls = models.PositiveIntegerField(default=0)

    objects: ClassVar[ScopedManager[Discovery]] = ScopedManager()

    class Meta:
        verbose_name = _("discovery")
        verbose_name_plural = _("discoveries")

    def __str__(self) -> str:
        return f"{self.instance_id}: {self.started_at}"


class CatalogueObject(models.Model):
    """One of the twelve objects as the org describes it. ``is_visible`` is false when the sync user can't see it."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="catalogue")
    name = models.CharField(max_length=80)
    label = models.CharField(max_length=120)
    is_visible = models.BooleanField(default=True)
    record_count = models.PositiveBigIntegerField(null=True, blank=True)
    described_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ScopedManager[CatalogueObject]] = ScopedManager()

    class Meta:
        verbose_name = _("catalogue object")
        verbose_name_plural = _("catalogue objects")
        constraints = [models.UniqueConstraint(fields=["instance", "name"], name="catalogue_object_once_per_instance")]

    def __str__(self) -> str:
        return self.name


class CatalogueField(models.Model):
    """One Salesforce field. A field that disappears stays here with ``is_visible`` false, and keeps its choice.

    ``is_updateable``, ``is_createable``: the sync user may write it.

    ``is_fixed``: always read. ``is_mandatory``: Salesforce wants it on every record. ``filled_share``: from 0 to 1; of
    a checkbox, the share of checked ones. ``values``: those of a picklist that are active. ``compound``: the address,
    name or place that it is a part of. ``refers_to``: the objects that a lookup leads to. ``seen_at``: at first.
    """

    class Measure(models.TextChoices):
        COUNT = "count", _("counted together with others")
        TRUE = "true", _("share of checked boxes")
        FILTER = "filter", _("counted by a filter of its own")
        NONE = "none", _("cannot be counted")

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="catalogue_fields")
    object = models.ForeignKey(CatalogueObject, on_delete=models.CASCADE, related_name="fields")
    name = models.CharField(max_length=120)
    label = models.CharField(max_length=255)
    position = models.PositiveIntegerField(default=0)
    type = models.CharField(max_length=30)
    length = models.PositiveIntegerField(default=0)
    precision = models.PositiveIntegerField(default=0)
    scale = models.PositiveIntegerField(default=0)
    value_count = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=list)
    compound = models.CharField(max_length=120, blank=True)
    refers_to = models.CharField(max_length=255, blank=True)
    package = models.CharField(max_length=40, blank=True)
    is_visible = models.BooleanField(default=True)
    is_fixed = models.BooleanField(default=False)
    is_custom = models.BooleanField(default=False)
    is_formula = models.BooleanField(default=False)
    is_encrypted = models.BooleanField(default=False)
    is_long_text = models.BooleanField(default=False)
    is_personal = models.BooleanField(default=False)
    is_mandatory = models.BooleanField(default=False)
    is_auto_number = models.BooleanField(default=False)
    is_filterable = models.BooleanField(default=False)
    is_indexed = models.BooleanField(default=False)
    is_updateable = models.BooleanField(default=False)
    is_createable = models.BooleanField(default=False)
    is_chosen = models.BooleanField(default=False)
    measure = models.CharField(max_length=6, choices=Measure, default=Measure.NONE)
    filled_count = models.PositiveBigIntegerField(null=True, blank=True)
    filled_share = models.FloatField(null=True, blank=True)
    measured_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(db_default=Now())
    note = models.CharField(max_length=500, blank=True)

    objects: ClassVar[ScopedManager[CatalogueField]] = ScopedManager()

    class Meta:
        verbose_name = _("catalogue field")
        verbose_name_plural = _("catalogue fields")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["object", "name"], name="catalogue_field_once_per_object")]
        indexes = [models.Index(fields=["instance", "is_chosen"], name="catalogue_field_chosen")]

    def __str__(self) -> str:
        return self.name


class RecordFilter(models.Model):
    """Which records of an object are wanted. ``soql`` is the condition as Salesforce is asked; made from the rest."""

    class Operator(models.TextChoices):
        EQUAL = "equal", _("is")
        UNEQUAL = "unequal", _("is not")
        BEGINS = "begins", _("begins with")
        CONTAINS = "contains", _("contains")
        LESS = "less", _("is less than, before")
        AT_MOST = "at_most", _("is at most, up to")
        MORE = "more", _("is more than, after")
        AT_LEAST = "at_least", _("is at least, from")
        INCLUDES = "includes", _("includes")
        EXCLUDES = "excludes", _("does not include")
        EMPTY = "empty", _("is empty")
        FILLED = "filled", _("is filled")

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="record_filters")
    object = models.CharField(max_length=80)
    field = models.CharField(max_length=120)
    operator = models.CharField(max_length=10, choices=Operator)
    value = models.CharField(max_length=255, blank=True)
    soql = models.TextField()
    records = models.PositiveBigIntegerField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ScopedManager[RecordFilter]] = ScopedManager()

    class Meta:
        verbose_name = _("record filter")
        verbose_name_plural = _("record filters")
        constraints = [models.UniqueConstraint(fields=["instance", "object"], name="record_filter_once_per_object")]

    def __str__(self) -> str:
        return f"{self.object}: {self.soql}"


class Acceptance(models.Model):
    """What a person accepted by typing its number: the text, the exact list, its hash, the name, the time.

    ``plan`` is the whole list as `ledger.Plan` stores it: the job makes this and nothing else, whatever was chosen
    meanwhile. Open until it is fulfilled, or withdrawn by accepting another list.
    """

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="acceptances")
    list_hash = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    plan = models.JSONField(default=dict)
    statement = models.TextField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(db_default=Now())
    receipt = models.PositiveBigIntegerField(null=True, blank=True)
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ScopedManager[Acceptance]] = ScopedManager()

    class Meta:
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.count}: {self.list_hash[:12]}"


class Mapping(models.Model):
    """One Salesforce field feeds one field. A hidden mapping is kept, but nothing flows through it."""

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="mappings")
    object = models.CharField(max_length=80)
    source = models.CharField(max_length=120)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="mappings")
    is_standard = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)

    objects: ClassVar[ScopedManager[Mapping]] = ScopedManager()

    class Meta:
        verbose_name = _("mapping")
        verbose_name_plural = _("mappings")
        ordering = ["object", "source"]
        constraints = [
            models.UniqueConstraint(fields=["instance", "object", "source"], name="mapping_once_per_source"),
            models.UniqueConstraint(
                fields=["object", "field"], condition=Q(is_hidden=False), name="mapping_one_source_per_object"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object}.{self.source}"


class Review(models.Model):
    """The last look at the mappings before data moves; ``locked_at`` is the start of the initial sync."""

    instance = models.OneToOneField(Instance, on_delete=models.PROTECT, related_name="mapping_review")
    finished_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ScopedManager[Review]] = ScopedManager()

    class Meta:
        verbose_name = _("mapping review")
        verbose_name_plural = _("mapping reviews")

    def __str__(self) -> str:
        return f"{self.instance_id}: {self.finished_at}"


class DuplicatePreview(models.Model):
    """One look for people whom the first sync would make twice, and the rule that was accepted for them.

    ``found``: ``[{"reason", "place", "groups", "twice"}]``; ``outcomes``: per rule ``{"creates", "joins", "leaves"}``,
    and how many ``mailboxes`` too many people share; ``too_large``: the blocks that were not compared.
    """

    class Joining(models.TextChoices):
        BOTH = "both", _("Create both, as Marketo does")
        CONTACT = "contact", _("Prefer the contact")
        RECENT = "recent", _("Prefer the record changed last")
        LATER = "later", _("Leave it for later")

    instance = models.OneToOneField(Instance, on_delete=models.CASCADE, related_name="duplicate_preview")
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    people = models.PositiveBigIntegerField(default=0)
    api_calls = models.PositiveIntegerField(default=0)
    joining = models.CharField(max_length=7, choices=Joining, default=Joining.BOTH)
    ignores_plus = models.BooleanField(default=False)
    found = models.JSONField(default=list)
    outcomes = models.JSONField(default=dict)
    too_large = models.JSONField(default=dict)
    checkpoint = models.JSONField(default=dict)

    objects: ClassVar[ScopedManager[DuplicatePreview]] = ScopedManager()

    class Meta:
        verbose_name = _("duplicate preview")
        verbose_name_plural = _("duplicate previews")

    def __str__(self) -> str:
        return f"{self.instance_id}: {self.people}"

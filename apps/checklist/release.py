"""Gives every instance the steps that a release has added, as soon as its first worker starts."""

from __future__ import annotations

import structlog
from django.db.models import Count

from apps.checklist import following, registry, steps
from apps.tenants.models import Instance

log = structlog.get_logger(__name__)


def catch_up() -> int:
    """How many instances had steps missing. Two workers at once do no harm."""
    slugs = [definition.slug for definition in registry.definitions()]
    here = Instance.objects.filter(steps__slug__in=slugs).annotate(n=Count("steps")).filter(n=len(slugs))
    behind = Instance.objects.exclude(pk__in=here.values("pk"))
    caught_up = list(behind)
    for instance in caught_up:
        steps.lay(instance)
        following.unlock(instance)
        log.info("checklist.caught_up", instance=instance.key)
    return len(caught_up)

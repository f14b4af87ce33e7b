"""Checks that ask themselves again: once a day, and after a sync that failed."""

from __future__ import annotations

import structlog
from django.db.models import Exists, OuterRef
from django.utils import timezone

from apps.checklist import steps
from apps.connections import checks
from apps.connections.check_history import CheckRound, Recheck
from apps.connections.checks import schedule
from apps.connections.errors import ConnectionRefused
from apps.onboarding import checking, needs_of_sync
from apps.onboarding.steps.check_sync_user import CheckSyncUser
from apps.salesforce.errors import Outage, SalesforceError
from apps.sync.models import Cycle, Status
from apps.tenants.models import Instance

log = structlog.get_logger(__name__)


def hurry_after_failures() -> int:
    """A failed sync may have lost a right: its checks are due now, unless they were asked within the hour."""
    now = timezone.now()
    failed = Cycle.objects.everywhere("failed syncs, of all instances").filter(
        instance=OuterRef("instance"), status=Status.FAILED, started_at__gt=OuterRef("asked_at")
    )
    rows = Recheck.objects.everywhere("checks to be asked after failures, of all instances")
    waiting = rows.filter(asked_at__lt=now - schedule.RATE, due_at__gt=now + schedule.RETRY)
    return waiting.filter(Exists(failed)).update(due_at=now, after_failure=True)


def recheck(instance: Instance) -> bool:
    """Whether the checks were asked: not when another worker has them, or the step's own job."""
    claimed = schedule.claim(instance)
    if claimed is None or steps.get(instance, CheckSyncUser.slug).is_active:
        return False
    why = CheckRound.Why.FAILURE if claimed.after_failure else CheckRound.Why.DAILY
    try:
        checking.judge(instance, checks.run(instance, needs_of_sync.of(instance), why=why), by=None)
    except Outage as error:
        log.info("checks.put_off", error=type(error).__name__)  # the claim ends by itself, and they are due again
        return False
    except (SalesforceError, ConnectionRefused) as error:
        log.info("checks.not_asked", error=type(error).__name__)  # the sync's own headline says what ended the access
        schedule.asked(instance, timezone.now())
        return False
    return True

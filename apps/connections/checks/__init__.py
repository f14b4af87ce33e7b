"""Asks everything that the sync will need before it needs it, in a handful of Salesforce calls."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import structlog
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from apps.connections import clients, grants
from apps.connections.check_history import CheckRound
from apps.connections.checks import access, keeping, rights, rules, volume
from apps.connections.checks.asking import Asked, Group
from apps.connections.checks.finding import Finding, unknown
from apps.connections.models import CheckResult, Verdict
from apps.connections.needs import Needs
from apps.salesforce.errors import (
    ApiDisabled,
    LimitReached,
    Outage,
    PasswordExpired,
    SalesforceError,
    SessionExpired,
    SignInRefused,
    Unreachable,
)
from apps.tenants.models import Instance

log = structlog.get_logger(__name__)
GROUPS: tuple[Group, ...] = (access.GROUP, rights.GROUP, volume.GROUP, rules.GROUP)
# nobody answers any more: the other questions would fare no better
ENDS_ACCESS = (ApiDisabled, SessionExpired, PasswordExpired, SignInRefused)
ENDS_ROUND = (LimitReached, Unreachable)
VITAL = frozenset({"object-rights", "required-fields"})
BAD_ANSWERS = (LookupError, TypeError, ValueError, AttributeError)
Why = CheckRound.Why


@dataclass
class Round:
    """``outage``: the first one that left a right unanswered; the same question may be answered later.

    A count that takes Salesforce too long, or a list of rules, is no reason to ask everything again.
    """

    results: list[CheckResult] = field(default_factory=list)
    outage: Outage | None = None


def run(instance: Instance, needs: Needs, *, only: str = "", why: CheckRound.Why = Why.STEP) -> Round:
    """All checks, or those that share a call with ``only``. Without the API one answer stands for all.

    Raises the refusal or outage that ended the access before anything was answered.
    """
    asked_at, began = timezone.now(), time.monotonic()
    groups = [group for group in GROUPS if not only or only in group.codes]
    asked = Asked(clients.open(instance), grants.connection_of(instance), needs)
    try:
        findings = _answers(asked, groups)
    except ApiDisabled as error:
        findings = [Finding("api-access", Verdict.FAIL, _("Salesforce said: %(said)s"), data={"said": str(error)})]
        groups = list(GROUPS)
    codes = frozenset[str]().union(*(group.codes for group in groups))
    took = keeping.Took(asked_at, time.monotonic() - began, asked.client.calls, why, is_whole=not only)
    return Round(keeping.save(instance, codes, findings, took), asked.outage if _lacks_rights(findings) else None)


def latest(instance: Instance) -> list[CheckResult]:
    """In the order in which they are asked."""
    places = {code: place for place, code in enumerate(keeping.ORDER)}
    return sorted(CheckResult.objects.of(instance).order_by("pk"), key=lambda each: places.get(each.code, len(places)))


def _answers(asked: Asked, groups: list[Group]) -> list[Finding]:
    findings: list[Finding] = []
    ended: Outage | None = None
    for group in groups:
        try:
            if ended is not None:
                raise ended  # the same words for all that was not asked
            findings += group.find(asked)
        except ENDS_ACCESS:
            raise
        except SalesforceError as error:
            if isinstance(error, Outage):
                if not findings:
                    raise
                asked.outage = asked.outage or error
                ended = error if isinstance(error, ENDS_ROUND) else None
            findings += _unknown(group, asked, error)
        except BAD_ANSWERS as error:
            log.exception("checks.unreadable", error=type(error).__name__)
            findings += _unknown(group, asked, None)
    return findings


def _lacks_rights(findings: list[Finding]) -> bool:
    return any(each.data.get("later") and each.code in VITAL for each in findings)


def _unknown(group: Group, asked: Asked, error: SalesforceError | None) -> list[Finding]:
    return [unknown(code, error, subject) for code, subject in group.covers(asked.needs, asked.connection)]

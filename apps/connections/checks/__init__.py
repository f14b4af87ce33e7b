"""Asks everything that the sync will need before it needs it, in three Salesforce calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from apps.connections import clients, events, grants
from apps.connections.checks import access, rights, visibility
from apps.connections.checks.finding import Finding
from apps.connections.models import CheckResult, Connection, Verdict
from apps.connections.needs import ObjectNeed
from apps.salesforce.client import Client
from apps.salesforce.errors import ApiDisabled
from apps.tenants.models import Instance
from apps.timeline import history

Group = Callable[[Client, Connection, tuple[ObjectNeed, ...]], list[Finding]]
GROUPS: tuple[tuple[frozenset[str], Group], ...] = (
    (access.CODES, lambda client, connection, _needs: access.find(client, connection)),
    (rights.CODES, rights.find),
    (visibility.CODES, lambda client, _connection, _needs: visibility.find(client)),
)


def run(instance: Instance, needs: Iterable[ObjectNeed], *, only: str = "") -> list[CheckResult]:
    """All checks, or those that share a call with ``only``. Without the API one answer stands for all."""
    connection = grants.connection_of(instance)
    client = clients.open(instance)
    wanted = tuple(needs)
    groups = [(codes, find) for codes, find in GROUPS if not only or only in codes]
    findings: list[Finding] = []
    try:
        for _codes, find in groups:
            findings += find(client, connection, wanted)
    except ApiDisabled as error:
        findings = [Finding("api-access", Verdict.FAIL, _("Salesforce said: %(said)s"), data={"said": str(error)})]
        groups = list(GROUPS)
    return _saved(instance, frozenset[str]().union(*(codes for codes, _find in groups)), findings)


def latest(instance: Instance) -> list[CheckResult]:
    return list(CheckResult.objects.of(instance).order_by("pk"))


@transaction.atomic
def _saved(instance: Instance, codes: frozenset[str], findings: list[Finding]) -> list[CheckResult]:
    """The new answers replace the old ones of the same calls."""
    CheckResult.objects.of(instance).filter(code__in=codes).delete()
    now = timezone.now()
    made = [
        CheckResult(
            instance=instance,
            code=finding.code,
            subject=finding.subject,
            verdict=finding.verdict,
            seen={"message": finding.seen, "data": finding.data},
            checked_at=now,
        )
        for finding in findings
    ]
    CheckResult.objects.bulk_create(made)
    _tell(instance, made)
    return made


def _tell(instance: Instance, made: list[CheckResult]) -> None:
    failed = sum(result.verdict == Verdict.FAIL for result in made)
    passed = sum(result.verdict == Verdict.PASS for result in made)
    history.record(instance, events.CHECKED, failed=failed, passed=passed)

"""Which rules of the org may refuse what marketing writes: by name and by their own words. Two calls."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from apps.connections.checks.asking import Asked, Group, Place
from apps.connections.checks.finding import Finding, listed, unknown
from apps.connections.models import Connection, Verdict
from apps.connections.needs import Needs
from apps.salesforce.errors import Outage, SalesforceError, SessionExpired

VALIDATION = (
    "SELECT ValidationName, ErrorMessage, EntityDefinition.QualifiedApiName FROM ValidationRule "
    "WHERE Active = true AND EntityDefinition.QualifiedApiName IN ({})"
)
DUPLICATE = (
    "SELECT DeveloperName, MasterLabel, SobjectType FROM DuplicateRule WHERE IsActive = true AND SobjectType IN ({})"
)
CODES = ("validation-rules", "duplicate-rules")


def find(asked: Asked) -> list[Finding]:
    """Where nothing is written, no rule refuses anything."""
    written = sorted(asked.needs.written)
    if not written:
        seen = _("Gangway writes nothing in this org.")
        return [Finding(code, Verdict.NOT_APPLICABLE, seen) for code in CODES]
    names = ", ".join(f"'{name}'" for name in written)
    return [
        *_of(asked, "validation-rules", "tooling/query", VALIDATION.format(names), written),
        *_of(asked, "duplicate-rules", "query", DUPLICATE.format(names), written),
    ]


def covers(needs: Needs, _connection: Connection) -> list[Place]:
    return [(code, name) for code in CODES for name in sorted(needs.written) or [""]]


def _of(asked: Asked, code: str, resource: str, soql: str, written: list[str]) -> list[Finding]:
    try:
        rows = asked.client.get(resource, q=soql)["records"]
    except SessionExpired:
        raise
    except SalesforceError as error:
        if isinstance(error, Outage):
            asked.outage = asked.outage or error
        return [unknown(code, error, name) for name in written]
    rules = [_rule(row) for row in rows]
    return [_finding(code, name, [rule for rule in rules if rule["object"] == name]) for name in written]


def _rule(row: dict[str, Any]) -> dict[str, str]:
    entity = row.get("EntityDefinition") or {}
    return {
        "object": str(row.get("SobjectType") or entity.get("QualifiedApiName") or ""),
        "name": str(row.get("MasterLabel") or row.get("ValidationName") or row.get("DeveloperName") or ""),
        "text": str(row.get("ErrorMessage") or ""),
    }


def _finding(code: str, name: str, rules: list[dict[str, str]]) -> Finding:
    data = {"object": name, "rules": rules, "count": len(rules), "names": listed(rule["name"] for rule in rules)}
    if rules:
        return Finding(code, Verdict.WARN, _("%(count)s active: %(names)s"), name, data)
    return Finding(code, Verdict.PASS, _("none active"), name, data)


GROUP = Group(frozenset(CODES), covers, find)

"""Which rights a permission set would have to give, so that the checks that miss them pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from apps.connections.checks.activities import FIELDS as ACTIVITY_FIELDS
from apps.connections.models import CheckResult, Verdict
from apps.connections.needs import CREATE, DELETE, EDIT, READ

GRANTABLE = ("Account", "Campaign", "Contact", "Lead", "Opportunity")
# these have no rights of their own: who may read the parent may read them
PARENT = {"OpportunityContactRole": "Opportunity", "CampaignMember": "Campaign", "CampaignMemberStatus": "Campaign"}
NEEDS = {CREATE: (READ,), EDIT: (READ,), DELETE: (READ, EDIT)}
# Salesforce refuses rights on a child without the parent's in the same set
READS_TOO = {"Contact": "Account", "Opportunity": "Account"}
ACTIVITIES = frozenset({"Task", "Event"})
# field-level security governs none of these: they are system fields, or required everywhere
NEVER = frozenset(
    {
        *("Id", "IsDeleted", "MasterRecordId", "Name", "OwnerId", "RecordTypeId", "CreatedDate", "SystemModstamp"),
        *("FirstName", "LastName", "Salutation"),
        *("Lead.Company", "Lead.Status", "Lead.IsConverted", "Lead.ConvertedDate", "Lead.ConvertedAccountId"),
        *("Lead.ConvertedContactId", "Lead.ConvertedOpportunityId", "Campaign.CampaignMemberRecordTypeId"),
        *("Opportunity.IsClosed", "Opportunity.IsWon", "Opportunity.StageName"),
    }
)


@dataclass
class MissingRights:
    """``objects``: rights by object. ``fields``: by ``Object.Field``, whether Edit is needed besides Read.

    ``beside``: what no permission set can give, as a check's code.
    """

    objects: dict[str, set[str]] = field(default_factory=dict)
    fields: dict[str, bool] = field(default_factory=dict)
    permissions: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        return sum(map(len, self.objects.values())) + len(self.fields) + len(self.permissions)


def of(results: Iterable[CheckResult]) -> MissingRights:
    missing = MissingRights()
    for row in results:
        if row.verdict in {Verdict.FAIL, Verdict.WARN} and (take := TAKERS.get(row.code)):
            take(missing, row)
    _complete(missing)
    return missing


def _object(missing: MissingRights, row: CheckResult) -> None:
    name = PARENT.get(row.subject, row.subject)
    if name in GRANTABLE:
        missing.objects.setdefault(name, set()).update(row.data["missing"])
    elif name in ACTIVITIES:
        missing.permissions.add("ActivitiesAccess")


def _fields(missing: MissingRights, row: CheckResult) -> None:
    if row.verdict == Verdict.FAIL or row.code == "marketing-fields":
        _add(missing, row.subject, row.data.get("hidden", ()), is_edited=False)
    _add(missing, row.subject, row.data.get("locked", ()), is_edited=True)


def _activity(missing: MissingRights, row: CheckResult) -> None:
    _add(missing, row.subject, row.data["hidden"], is_edited=False)


def _account_type(missing: MissingRights, _row: CheckResult) -> None:
    _add(missing, "Account", ["Type"], is_edited=False)


def _permission(missing: MissingRights, row: CheckResult) -> None:
    missing.permissions.add(row.subject)


def _api(missing: MissingRights, row: CheckResult) -> None:
    """Of an edition without API no permission makes one with it."""
    if "API_CURRENTLY_DISABLED" in str(row.data.get("said")):
        missing.permissions.add("ApiEnabled")


def _password(missing: MissingRights, _row: CheckResult) -> None:
    missing.permissions.add("PasswordNeverExpires")


def _box(missing: MissingRights, row: CheckResult) -> None:
    missing.beside.add(row.code)


TAKERS = {
    "api-access": _api,
    "object-rights": _object,
    "required-fields": _fields,
    "mapped-fields": _fields,
    "marketing-fields": _fields,
    "activity-fields": _activity,
    "account-type": _account_type,
    "named-permission": _permission,
    "password-expiry": _password,
    "marketing-user": _box,
}


def _add(missing: MissingRights, object_name: str, names: Iterable[str], *, is_edited: bool) -> None:
    for name in names:
        if _is_governed(object_name, name):
            full_name = f"{object_name}.{name}"
            missing.fields[full_name] = missing.fields.get(full_name, False) or is_edited


def _is_governed(object_name: str, name: str) -> bool:
    if name.endswith("__c"):
        return True
    if object_name in ACTIVITY_FIELDS:
        return name in ACTIVITY_FIELDS[object_name]
    return object_name in GRANTABLE and not {name, f"{object_name}.{name}"} & NEVER


def _complete(missing: MissingRights) -> None:
    """What each right rests on has to stand in the same set."""
    for name, rights in list(missing.objects.items()):
        if not rights:
            del missing.objects[name]
            continue
        for right in list(rights):
            rights.update(NEEDS.get(right, ()))
        if name in READS_TOO:
            missing.objects.setdefault(READS_TOO[name], set()).add(READ)

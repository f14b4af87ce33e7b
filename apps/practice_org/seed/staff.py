"""The people who work in the org: users, roles, profiles, queues, record types, and the org's own row."""

from __future__ import annotations

import datetime
from typing import Any

from apps.practice_org import ids, orgs
from apps.practice_org.orgs import Org
from apps.practice_org.seed import words

OPENED_AT = datetime.datetime(2018, 3, 1, 9, 0)  # noqa: DTZ001 - the org's clock is UTC throughout
STAFF = 14
RECORD_TYPES = (("Lead", "Inbound"), ("Lead", "Outbound"), ("Contact", "Business_Contact"), ("Account", "Customer"))
ROLES = ("CEO", "VP Sales", "Marketing", "Sales Representative")
ADMIN_PROFILE, STANDARD_PROFILE, SYNC_PROFILE = "System Administrator", "Standard User", "Marketing Sync"

Rows = list[dict[str, Any]]


def tables(org: Org) -> dict[str, Rows]:
    return {
        "Organization": [organization(org)],
        "UserLicense": [licence(org)],
        "Profile": [profile(org, name, number) for number, name in enumerate(profile_names(org))],
        "UserRole": [role(org, name, number) for number, name in enumerate(ROLES)],
        "User": [user(org, number) for number in range(1, STAFF + 1)],
        "Group": [queue(org, name, number) for number, name in enumerate(("Inbound Queue", "Partner Queue"))],
        "RecordType": [record_type(org, *facts, number) for number, facts in enumerate(RECORD_TYPES)],
    }


def profile_names(org: Org) -> tuple[str, ...]:
    """Professional edition has no custom profiles: its sync user is a System Administrator."""
    if org.edition == orgs.PROFESSIONAL:
        return (ADMIN_PROFILE, STANDARD_PROFILE)
    return (ADMIN_PROFILE, STANDARD_PROFILE, SYNC_PROFILE)


def profile_id(org: Org, name: str) -> str:
    return _id(org, "00e", profile_names(org).index(name))


def sync_profile_id(org: Org) -> str:
    return profile_id(org, profile_names(org)[-1] if org.edition != orgs.PROFESSIONAL else ADMIN_PROFILE)


def organization(org: Org) -> dict[str, Any]:
    return {
        "Id": org.id,
        "Name": org.name,
        "Country": "US",
        "PrimaryContact": org.admin.name,
        "DefaultLocaleSidKey": "en_US",
        "TimeZoneSidKey": "America/Los_Angeles",
        "LanguageLocaleKey": "en_US",
        "FiscalYearStartMonth": 1,
        "DefaultAccountAccess": "Edit",
        "DefaultContactAccess": "ControlledByParent",
        "DefaultOpportunityAccess": "Edit",
        "DefaultLeadAccess": "ReadEditTransfer",
        "DefaultCaseAccess": "ReadEditTransfer",
        "DefaultCalendarAccess": "HideDetailsInsert",
        "DefaultPricebookAccess": "ReadSelect",
        "DefaultCampaignAccess": "All",
        "ReceivesInfoEmails": True,
        "ReceivesAdminInfoEmails": True,
        "PreferencesConsentManagementEnabled": True,
        "PreferencesLightningLoginEnabled": True,
        "SignupCountryIsoCode": "US",
        "NumKnowledgeService": 2,
        "WebToCaseDefaultOrigin": "Web",
        "MonthlyPageViewsUsed": 0,
        "MonthlyPageViewsEntitlement": 0,
        "UiSkin": "Theme3",
        "OrganizationType": org.edition,
        "TrialExpirationDate": _trial_end(org),
        "InstanceName": f"CS{org.pod}" if org.is_sandbox else f"NA{org.pod}",
        "IsSandbox": org.is_sandbox,
        "IsReadOnly": False,
        **_stamps(org.admin.id),
    }


def _trial_end(org: Org) -> datetime.datetime | None:
    """Counted from the start of the day on which the org is made, so that a trial is a trial whenever it is tried."""
    if not org.kind.trial_days:
        return None
    today = datetime.datetime.now(datetime.UTC).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    return today + datetime.timedelta(days=org.kind.trial_days)


def licence(org: Org) -> dict[str, Any]:
    return {
        "Id": _id(org, "100", 0),
        "LicenseDefinitionKey": "SFDC",
        "TotalLicenses": orgs.LICENCES,
        "UsedLicenses": orgs.LICENCES,
        "Status": "Active",
        "Name": "Salesforce",
        "MasterLabel": "Salesforce",
        **_dates(),
    }


def profile(org: Org, name: str, number: int) -> dict[str, Any]:
    return {
        "Id": _id(org, "00e", number),
        "Name": name,
        "UserLicenseId": _id(org, "100", 0),
        "UserType": "Standard",
        **_stamps(org.admin.id),
    }


def role(org: Org, name: str, number: int) -> dict[str, Any]:
    return {
        "Id": _id(org, "00E", number),
        "Name": name,
        "DeveloperName": name.replace(" ", "_"),
        "ParentRoleId": _id(org, "00E", 0) if number else None,
        "LastModifiedDate": OPENED_AT,
        "LastModifiedById": org.admin.id,
        "SystemModstamp": OPENED_AT,
    }


def user(org: Org, number: int) -> dict[str, Any]:
    """User 1 is the sync user, user 2 the administrator, the rest are sales people; the last one has left."""
    known = {1: org.user, 2: org.admin}.get(number)
    first = known.first_name if known else words.LISTS["first_names"][(number * 7 + org.seed) % 60]
    last = known.last_name if known else words.LISTS["last_names"][(number * 11 + org.seed) % 60]
    username = known.username if known else f"{first}.{last}.{number}@{org.domain}.example".lower().replace("'", "")
    return {
        "Id": known.id if known else _id(org, "005", number),
        "Username": username,
        "FirstName": first,
        "LastName": last,
        "Name": f"{first} {last}",
        "CompanyName": org.name,
        "Title": "Integration" if number == 1 else "Account Executive",
        "Email": username.removesuffix(".full"),
        "Alias": f"user{number}",
        "CommunityNickname": f"{first}{number}",
        "IsActive": number != STAFF,
        "TimeZoneSidKey": "America/Los_Angeles",
        "LocaleSidKey": "en_US",
        "LanguageLocaleKey": "en_US",
        "EmailEncodingKey": "UTF-8",
        "UserRoleId": _id(org, "00E", number % len(ROLES)) if number > 2 else None,  # noqa: PLR2004 - the two above
        "ProfileId": _profile_of(org, number),
        "UserType": "Standard",
        "UserPermissionsMarketingUser": number in {1, 2},
        **_stamps(org.admin.id),
    }


def queue(org: Org, name: str, number: int) -> dict[str, Any]:
    return {
        "Id": _id(org, "00G", number),
        "Name": name,
        "DeveloperName": name.replace(" ", "_"),
        "Type": "Queue",
        "OwnerId": org.id,
        **_stamps(org.admin.id),
    }


def record_type(org: Org, object_name: str, name: str, number: int) -> dict[str, Any]:
    return {
        "Id": _id(org, "012", number),
        "Name": name.replace("_", " "),
        "DeveloperName": name,
        "SobjectType": object_name,
        "IsActive": True,
        **_stamps(org.admin.id),
    }


def _profile_of(org: Org, number: int) -> str:
    if number == 1:
        return sync_profile_id(org)
    return profile_id(org, ADMIN_PROFILE if number == 2 else STANDARD_PROFILE)  # noqa: PLR2004 - the administrator


def _id(org: Org, prefix: str, number: int) -> str:
    return ids.seeded(prefix, org.pod, number)


def _dates() -> dict[str, Any]:
    return {"CreatedDate": OPENED_AT, "LastModifiedDate": OPENED_AT, "SystemModstamp": OPENED_AT}


def _stamps(by: str) -> dict[str, Any]:
    return {**_dates(), "CreatedById": by, "LastModifiedById": by}

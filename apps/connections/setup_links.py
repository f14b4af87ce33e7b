"""Deep links into Salesforce Setup, where the org's address is known."""

from __future__ import annotations

from django.conf import settings

from apps.connections.models import Connection

OBJECTS = (
    *("Lead", "Contact", "Account", "Opportunity", "OpportunityContactRole", "User"),
    *("Campaign", "CampaignMember", "CampaignMemberStatus", "Task", "Event"),
)
OBJECT_PAGES = {"fields": "FieldsAndRelationships", "layouts": "PageLayouts", "validation": "ValidationRules"}
PAGES = {
    "users": "setup/ManageUsers/home",
    "user": "setup/ManageUsers/page?address=%2F{user}%3Fnoredirect%3D1",
    "profiles": "setup/EnhancedProfiles/home",
    "profile": "setup/EnhancedProfiles/page?address=%2F{profile}",
    "permission_sets": "setup/PermSets/home",
    "apps": "setup/ManageExternalClientApplication/home",
    "company": "setup/CompanyProfileInfo/home",
    "sharing": "setup/SecuritySharing/home",
    "sessions": "setup/SecuritySession/home",
    "oauth_usage": "setup/ConnectedAppsUsage/home",
    "bulk_jobs": "setup/AsyncApiJobStatus/home",
    "duplicate_rules": "setup/DuplicateRules/home",
    "login_history": "setup/OrgLoginHistory/home",
    "security_token": "settings/personal/ResetApiToken/home",
    **{
        f"{name.lower()}_{page}": f"setup/ObjectManager/{name}/{place}/view"
        for name in OBJECTS
        for page, place in OBJECT_PAGES.items()
    },
}


def link(connection: Connection | None, page: str) -> str:
    """Empty where the org has no address yet. The practice org has one page for everything."""
    if connection is None or not page:
        return ""
    if connection.is_practice:
        return f"{settings.PRACTICE_ORG_URL}/"
    host = connection.instance_url or (f"https://{connection.my_domain}" if connection.my_domain else "")
    if not host:
        return ""
    if page == "profile" and not connection.identity.get("profile_id"):
        page = "profiles"
    known = {"user": connection.sync_user_id or "home", "profile": connection.identity.get("profile_id", "")}
    return f"{host}/lightning/{PAGES[page].format(**known)}"

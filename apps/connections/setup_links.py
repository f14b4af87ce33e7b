"""Deep links into Salesforce Setup, where the org's address is known."""

from __future__ import annotations

from django.conf import settings

from apps.connections.models import Connection

PAGES = {
    "users": "setup/ManageUsers/home",
    "user": "setup/ManageUsers/page?address=%2F{user}%3Fnoredirect%3D1",
    "profiles": "setup/EnhancedProfiles/home",
    "permission_sets": "setup/PermSets/home",
    "lead_fields": "setup/ObjectManager/Lead/FieldsAndRelationships/view",
    "contact_fields": "setup/ObjectManager/Contact/FieldsAndRelationships/view",
    "lead_layouts": "setup/ObjectManager/Lead/PageLayouts/view",
    "contact_layouts": "setup/ObjectManager/Contact/PageLayouts/view",
    "event_layouts": "setup/ObjectManager/Event/PageLayouts/view",
    "apps": "setup/ManageExternalClientApplication/home",
    "company": "setup/CompanyProfileInfo/home",
    "sharing": "setup/SecuritySharing/home",
    "sessions": "setup/SecuritySession/home",
    "login_history": "setup/OrgLoginHistory/home",
    "security_token": "settings/personal/ResetApiToken/home",
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
    return f"{host}/lightning/{PAGES[page].format(user=connection.sync_user_id or 'home')}"

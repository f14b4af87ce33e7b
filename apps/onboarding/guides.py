"""What the guides for a Salesforce administrator need to know, on a member's page and on a guest's."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from apps.connections import external_app, marketing_fields, setup_links
from apps.connections.models import Connection

USER_PAGES = ("users", "profiles", "lead_layouts", "contact_layouts", "event_layouts")


def add_fields(connection: Connection | None) -> dict[str, Any]:
    return {
        "fields": marketing_fields.ALL,
        "recommended": marketing_fields.RECOMMENDED,
        "optional": [field for field in marketing_fields.ALL if not field.is_recommended],
        "lead_fields": setup_links.link(connection, "lead_fields"),
        "contact_fields": setup_links.link(connection, "contact_fields"),
        "practice_url": _practice_url(connection),
    }


def create_sync_user(connection: Connection | None) -> dict[str, Any]:
    return {
        "layout_fields": marketing_fields.on_layouts(),
        "links": {page: setup_links.link(connection, page) for page in USER_PAGES},
        "practice_url": _practice_url(connection),
    }


def connect(connection: Connection | None) -> dict[str, Any]:
    return {
        "callback": external_app.callback(),
        "apps_link": setup_links.link(connection, "apps"),
        "token_link": setup_links.link(connection, "security_token"),
        "practice_url": _practice_url(connection),
    }


def _practice_url(connection: Connection | None) -> str:
    """Where the practice org says what it has; empty for an org of Salesforce's."""
    return settings.PRACTICE_ORG_URL if connection and connection.is_practice else ""

"""Where in Salesforce Setup a field is hidden from the sync user, for those who want that besides the choice."""

from __future__ import annotations

from apps.connections import setup_links
from apps.connections.models import Connection
from apps.tenants.models import Instance

PAGES = ("profiles", "lead_layouts", "contact_layouts")


def links(instance: Instance) -> dict[str, str]:
    """By page; empty where the org has no address yet."""
    connection = Connection.objects.of(instance).first()
    return {page: setup_links.link(connection, page) for page in PAGES}

"""The External Client App in the customer's org, as far as a sign-in needs it."""

from __future__ import annotations

from django.conf import settings

from apps.connections.models import Connection
from apps.salesforce.login import App


def of(connection: Connection) -> App:
    """Key and secret belong to one instance and one org."""
    return App(
        login_url=connection.login_url,
        consumer_key=connection.consumer_key or "",
        consumer_secret=connection.consumer_secret or "",
        callback=callback(),
        practice_url=settings.PRACTICE_ORG_URL or None,
    )


def callback() -> str:
    """One address for all instances; it goes into the app in Salesforce, letter by letter."""
    return f"{settings.PUBLIC_URL}/connections/callback/"

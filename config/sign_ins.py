"""Who can sign in to a demo; both have its password."""

from __future__ import annotations

OWNER, OWNER_NAME = "owner@gangway.example", "Olive Harbour"
SUPPORT, SUPPORT_NAME = "support@gangway.example", "Sam Pilot"

"""A throwaway certificate authority, so that clients which insist on https find the names they expect."""

from __future__ import annotations

import ssl
from pathlib import Path

import trustme

CERTIFICATE, KEY = "authority.pem", "authority.key"
NAMES = (
    "localhost",
    "127.0.0.1",
    "::1",
    "salesforce.com",
    "*.salesforce.com",
    "*.my.salesforce.com",
    "*.sandbox.my.salesforce.com",
    "*.develop.my.salesforce.com",
    "*.scratch.my.salesforce.com",
    "*.trailblaze.my.salesforce.com",
    "*.lightning.force.com",
    "*.force.com",
)


def certificate(folder: Path) -> Path:
    return folder / CERTIFICATE


def context(folder: Path, host: str) -> ssl.SSLContext:
    """The authority is kept, so that a client which trusts it still does after a restart."""
    found = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    _authority(folder).issue_cert(*dict.fromkeys((*NAMES, host))).configure_cert(found)
    return found


def _authority(folder: Path) -> trustme.CA:
    pem, key = certificate(folder), folder / KEY
    if pem.exists() and key.exists():
        return trustme.CA.from_pem(pem.read_bytes(), key.read_bytes())
    made = trustme.CA(organization_name="Practice org", organization_unit_name="Not a real authority")
    key.touch(mode=0o600)
    made.private_key_pem.write_to_path(key)
    made.cert_pem.write_to_path(pem)
    return made

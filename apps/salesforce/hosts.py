"""Which addresses are Salesforce's, so that nobody makes the portal knock on another door."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from apps.salesforce.errors import HostRefused

PRODUCTION = "https://login.salesforce.com"
SANDBOX = "https://test.salesforce.com"
SUFFIXES = (".salesforce.com", ".salesforce.mil")
MY_DOMAIN = re.compile(
    r"[a-z0-9][a-z0-9-]*(\.(sandbox|develop|scratch|trailblaze|demo|patch|pc))?\.my\.salesforce\.(com|mil)"
)
USER_INTERFACE = (".lightning.force.com", ".my.salesforce-setup.com", ".vf.force.com", ".file.force.com")


def my_domain(typed: str) -> str:
    """The host of a My Domain from what people paste: a bare name, a host, an address copied from the browser."""
    text = typed.strip().lower()
    host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    for ending in USER_INTERFACE:
        host = host.removesuffix(ending) + ".my.salesforce.com" if host.endswith(ending) else host
    if host and "." not in host:
        host += ".my.salesforce.com"
    if not MY_DOMAIN.fullmatch(host):
        raise HostRefused("NOT_A_MY_DOMAIN", host)
    return host


def is_sandbox_domain(host: str) -> bool:
    return ".sandbox.my." in host


def origin(url: str) -> str:
    """Scheme, host and port, written one way."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


def is_practice(url: str, practice_url: str | None) -> bool:
    return bool(practice_url) and origin(url) == origin(practice_url or "")


def check(url: str, practice_url: str | None = None) -> None:
    """Raise HostRefused unless the address is Salesforce's over TLS, or exactly the practice org's."""
    if is_practice(url, practice_url):
        return
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or parts.port not in (None, 443) or not host.endswith(SUFFIXES):
        raise HostRefused("NOT_SALESFORCE", host)


def check_address(address: str) -> None:
    """Raise HostRefused for a loopback, link-local, private or reserved IP address, however its name was spelt."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if not ip.is_global or ip.is_multicast:
        raise HostRefused("PRIVATE_ADDRESS", str(ip))

"""Which addresses are Salesforce's, so that nobody makes the portal knock on another door."""

from __future__ import annotations

import ipaddress
import re
import socket
from urllib.parse import urlsplit

from apps.salesforce.errors import HostRefused

PRODUCTION = "https://login.salesforce.com"
SANDBOX = "https://test.salesforce.com"
SUFFIXES = (".salesforce.com", ".salesforce.mil")
MY_DOMAIN = re.compile(
    r"[a-z0-9][a-z0-9-]*(\.(sandbox|develop|scratch|trailblaze|demo|patch|pc))?\.my\.salesforce\.(com|mil)"
)
PLAIN_HOST = re.compile(r"[a-z0-9.-]+")
# an IPv6 network that reaches IPv4 addresses by way of a translator (RFC 6052)
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
OLD_IPV4 = ipaddress.ip_network("::/96")
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


def is_domain_for_trying(host: str) -> bool:
    """Developer Edition, scratch orgs and playgrounds, by the addresses that Salesforce gives them."""
    return any(f".{kind}.my." in host for kind in ("develop", "scratch", "trailblaze", "demo"))


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
    is_theirs = bool(PLAIN_HOST.fullmatch(host)) and host.endswith(SUFFIXES)
    if parts.scheme != "https" or parts.port not in (None, 443) or "@" in parts.netloc or not is_theirs:
        raise HostRefused("NOT_SALESFORCE", host)


def public_addresses(host: str, port: int | None) -> list[str]:
    """Where a name leads, looked up once. Raises HostRefused if only one of its addresses is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(place[4][0]) for place in found))
    for address in addresses:
        check_address(address)
    return addresses


def check_address(address: str) -> None:
    """Raise HostRefused for a loopback, link-local, private or reserved IP address, however it is wrapped."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = _inside(ip) or ip
    is_local = isinstance(ip, ipaddress.IPv6Address) and (ip.is_site_local or ip in OLD_IPV4)
    if not ip.is_global or ip.is_multicast or is_local:
        raise HostRefused("PRIVATE_ADDRESS", str(ip))


def _inside(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if ip in TRANSLATED:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)

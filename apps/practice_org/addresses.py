"""Whether a client's address lies in one of the ranges that an org trusts or allows."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from apps.practice_org.refusals import Refusal


def is_within(address: str, ranges: Iterable[str]) -> bool:
    """A client without an address, as in a test of the application itself, lies nowhere."""
    try:
        given = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(given in ipaddress.ip_network(one, strict=False) for one in ranges)


def check(ranges: Iterable[str]) -> None:
    for one in ranges:
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError as trouble:
            raise Refusal("INVALID_FIELD", f"{one} is no range of addresses; write 203.0.113.0/24") from trouble

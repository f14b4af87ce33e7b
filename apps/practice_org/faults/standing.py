"""The faults that stand in an org: added, listed, taken away, and used up by the calls that they strike."""

from __future__ import annotations

import secrets
import threading
from dataclasses import asdict, replace
from typing import Any

from apps.practice_org.faults import fault as faults
from apps.practice_org.faults.fault import Fault
from apps.practice_org.live import LiveOrg

FAULT = "fault"
COMMAND_LINE = "cli-"  # ids of those that the next start gives anew
_taking = threading.Lock()


def add(live: LiveOrg, given: dict[str, Any], *, origin: str = "") -> Fault:
    """Two faults of the same org draw their chances apart from each other, the same in every run."""
    values = {"seed": live.org.seed * 100 + len(listing(live)), **faults.read(given)}
    fault = Fault(id=f"{origin}{secrets.token_hex(4)}", **values)
    _put(live, fault)
    return fault


def replace_given(live: LiveOrg, given: list[dict[str, Any]]) -> None:
    """Those of the command line, instead of those of the start before."""
    for fault in listing(live):
        if fault.id.startswith(COMMAND_LINE):
            remove(live, fault.id)
    for values in given:
        add(live, values, origin=COMMAND_LINE)


def listing(live: LiveOrg) -> list[Fault]:
    return [Fault(id=key, **body) for key, body in live.book.of(FAULT, live.id).items()]


def remove(live: LiveOrg, fault_id: str) -> bool:
    return any(fault.id == fault_id for fault in listing(live)) and live.book.delete(FAULT, fault_id)


def clear(live: LiveOrg) -> int:
    return live.book.delete_all(FAULT, live.id)


def take(live: LiveOrg, call: str) -> Fault | None:
    """The first fault that strikes this call, `GET /jobs/query/750…/results?locator=…`; striking uses it up."""
    with _taking:
        for fault in listing(live):
            if fault.kind == "skew" or fault.is_spent or not fault.matches(call):
                continue
            seen = replace(fault, seen=fault.seen + 1)
            is_hit = seen.strikes()
            _put(live, replace(seen, hits=seen.hits + is_hit))
            if is_hit:
                return fault
    return None


def skew(live: LiveOrg) -> float:
    """Seconds by which the org's clock is ahead."""
    return sum(fault.size for fault in listing(live) if fault.kind == "skew")


def _put(live: LiveOrg, fault: Fault) -> None:
    body = asdict(fault)
    live.book.put(FAULT, live.id, body.pop("id"), body)

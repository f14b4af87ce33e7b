"""Why a step failed, as data: whose turn it is, and a code for which the portal has words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Turn = Literal["time", "customer", "admin", "ours"]


@dataclass(frozen=True)
class Problem:
    """``turn``: time's (tried again by itself), the customer's (a sentence, a cause, a fix), their Salesforce
    administrator's (``admin``; the same, but nobody in the portal can do it), ours (a bug).

    ``data`` fills the sentences and may be seen by a customer. ``retry_in``: seconds, when the other side said so.
    """

    code: str
    turn: Turn
    data: dict[str, Any] = field(default_factory=dict)
    retry_in: float | None = None

    def stored(self) -> dict[str, Any]:
        return {"code": self.code, "turn": self.turn, "data": self.data}

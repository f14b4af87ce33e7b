"""The table of refused sign-ins as a page to read: docs/refusals.md."""

from __future__ import annotations

from apps.connections.refusals.entry import Refused
from apps.connections.refusals.table import BY_SAYING

STAGES = {
    "reached": "Salesforce was not reached, or the org does not answer at this address",
    "app": "the app was not recognised",
    "user": "the user was not let in",
    "approved": "the access was not allowed",
    "stored": "the grant was not handed over",
}
OPENING = """# When Salesforce refuses the sign-in

Written from `apps/connections/refusals` by `make docs`: change the table there, not this page. A code that is not
listed keeps Salesforce’s own words on the page, with the hint to look at Setup › Login History.

"""


def markdown() -> str:
    said: dict[Refused, list[str]] = {}
    for (code, piece), words in BY_SAYING.items():
        said.setdefault(words, []).append(f"`{code}` with “{piece}”" if piece else f"`{code}`")
    return OPENING + "\n".join(_section(words, codes) for words, codes in said.items())


def _section(words: Refused, codes: list[str]) -> str:
    lines = [
        f"## {words.what}",
        "",
        f"- Salesforce says: {', '.join(codes)}",
        f"- Where it stopped: {STAGES[words.stage]}",
        f"- Cause: {words.cause}",
        f"- Whose turn: {words.who}",
        f"- What to do: {words.fix}",
    ]
    return "\n".join([*lines, *([f"- After that: {words.after}"] if words.after else []), ""])

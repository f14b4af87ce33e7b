"""Where a value stands in the text of a body, as a parser's error names it."""

from __future__ import annotations

import json
import re


def of_value(body: bytes, name: str) -> str:
    """The first value under this name; a body that does not hold it has no place for it."""
    text = body.decode("utf-8", "replace")
    found = re.search(re.escape(json.dumps(name)) + r"\s*:\s*", text, re.IGNORECASE)
    if found is None:
        return "[line:-1, column:-1]"
    at = found.end()
    return f"[line:{text.count(chr(10), 0, at) + 1}, column:{at - text.rfind(chr(10), 0, at)}]"

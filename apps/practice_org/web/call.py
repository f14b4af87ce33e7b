"""One call of the REST interface by a signed-in user."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import SyncUser
from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View


@dataclass(frozen=True, slots=True)
class Call:
    """`path` is what follows the version; header names are in lower case."""

    live: LiveOrg
    user: SyncUser
    version: str
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    origin: str

    @property
    def view(self) -> View:
        return self.live.seen_by(self.user.id, tooling=self.path.startswith("tooling/"))

    @property
    def base(self) -> str:
        return f"/services/data/v{self.version}"

    def sobject(self, name: str) -> SObject:
        found = self.view.find(name)
        if found is None:
            raise not_found()
        return found

    def json(self) -> Any:
        try:
            return _clean(json.loads(self.body or b"null"))
        except ValueError as trouble:
            raise Refusal("JSON_PARSER_ERROR", _unreadable(trouble)) from trouble
        except RecursionError as trouble:
            raise Refusal("JSON_PARSER_ERROR", "The body is nested too deeply at [line:1, column:1]") from trouble

    def json_object(self) -> dict[str, Any]:
        found = self.json()
        if not isinstance(found, dict):
            raise Refusal("JSON_PARSER_ERROR", "The HTTP entity body is required, but this request has no entity body.")
        return found


def _clean(value: Any) -> Any:
    """Halves of characters, which JSON can name and nobody can store, become question marks."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_clean(inside) for inside in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(inside) for key, inside in value.items()}
    return value


def _unreadable(trouble: ValueError) -> str:
    """What the parser of a real org says, and where."""
    if not isinstance(trouble, json.JSONDecodeError):
        return "Invalid UTF-8 at [line:1, column:1]"
    place = f"[line:{trouble.lineno}, column:{trouble.colno}]"
    found = trouble.doc[trouble.pos : trouble.pos + 1]
    if not found:
        return f"Unexpected end-of-input at {place}"
    expected = "a valid value (number, String, array, object, 'true', 'false' or 'null')"
    return f"Unexpected character ('{found}' (code {ord(found)})): expected {expected} at {place}"

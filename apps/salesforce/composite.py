"""Several questions in one call: the composite resource, at most 25 parts and 5 queries each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from apps.salesforce import codes
from apps.salesforce.errors import NotFound, SalesforceError

MOST_PARTS = 25
MOST_QUERIES = 5


@dataclass(frozen=True)
class Part:
    """`path` is from the root (`/services/data/v60.0/...`) or a resource of the client's version."""

    path: str
    method: str = "GET"
    body: Any = None

    @property
    def is_query(self) -> bool:
        return "/query" in f"/{self.path}" or "/composite/" in f"/{self.path}"


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any

    @property
    def is_ok(self) -> bool:
        return self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def visible_body(self) -> Any:
        """None where the user cannot see the resource; any other refusal is raised."""
        if self.error and not isinstance(self.error, NotFound):
            raise self.error
        return self.body if self.is_ok else None

    @property
    def error(self) -> SalesforceError | None:
        """What the part was refused with; None when it was not."""
        if self.is_ok:
            return None
        first = self.body[0] if isinstance(self.body, list) and self.body else {}
        return codes.error(first.get("errorCode", f"HTTP_{self.status}"), first.get("message", ""), self.status)


def packed(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """In the same order, in as few calls as the two ceilings allow."""
    pack: list[Part] = []
    queries = 0
    for part in parts:
        if len(pack) == MOST_PARTS or (part.is_query and queries == MOST_QUERIES):
            yield pack
            pack, queries = [], 0
        pack.append(part)
        queries += part.is_query
    if pack:
        yield pack


def request_of(pack: Sequence[Part], version_path: str) -> dict[str, Any]:
    return {
        "allOrNone": False,
        "compositeRequest": [_subrequest(number, part, version_path) for number, part in enumerate(pack)],
    }


def answers_of(reply: dict[str, Any]) -> list[Answer]:
    """The reply keeps the order of the request, and so do we."""
    return [Answer(int(each["httpStatusCode"]), each.get("body")) for each in reply["compositeResponse"]]


def _subrequest(number: int, part: Part, version_path: str) -> dict[str, Any]:
    url = part.path if part.path.startswith("/") else f"{version_path}/{part.path}"
    made: dict[str, Any] = {"method": part.method, "url": url, "referenceId": f"part{number}"}
    return made if part.body is None else {**made, "body": part.body}

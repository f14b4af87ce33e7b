"""What the portal asks of an org: who are we, what is there, how many, which ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

import requests

from apps.salesforce import composite
from apps.salesforce.composite import Answer, Part
from apps.salesforce.patience import TRIES
from apps.salesforce.replies import Usage, json_of
from apps.salesforce.transport import TIMEOUTS
from apps.salesforce.wire import Wire

VERSION = "60.0"
# a statement longer than this goes inside a POST: addresses end at about 16 kB
LONGEST_IN_ADDRESS = 8000

Json = dict[str, Any]


class Client:
    """Raises the errors of `errors.py` and no others."""

    def __init__(
        self,
        instance_url: str,
        access_token: str,
        *,
        version: str = VERSION,
        refresh: Callable[[], str] | None = None,
        on_call: Callable[[Usage | None], None] | None = None,
        practice_url: str | None = None,
        timeouts: tuple[float, float] = TIMEOUTS,
        tries: int = TRIES,
    ) -> None:
        self.wire = Wire(
            instance_url,
            access_token,
            version=version,
            refresh=refresh,
            on_call=on_call,
            practice_url=practice_url,
            timeouts=timeouts,
            tries=tries,
        )

    @property
    def calls(self) -> int:
        """Made by this client, refused ones too: Salesforce counts those as well."""
        return self.wire.calls

    @property
    def usage(self) -> Usage | None:
        return self.wire.usage

    @property
    def server_time(self) -> datetime | None:
        """The org's clock at its last answer; ours may be wrong."""
        return self.wire.server_time

    def get(self, path: str, **params: Any) -> Any:
        return json_of(self.send("GET", path, params=params or None))

    def post(self, path: str, body: Any) -> Any:
        response = self.send("POST", path, json=body)
        return json_of(response) if response.content else None

    def send(self, method: str, path: str, **options: Any) -> requests.Response:
        """`repeatable=True` says that a POST or PATCH may safely be made twice."""
        return self.wire._call_salesforce(method, self.wire.address(path), **options)  # noqa: SLF001  the library's funnel

    def query(self, soql: str, *, deleted: bool = False) -> Json:
        """One page: totalSize, done, records, nextRecordsUrl."""
        resource = "queryAll" if deleted else "query"
        if len(soql) <= LONGEST_IN_ADDRESS:
            return dict(self.get(resource, q=soql))
        (answer,) = self.composite([Part(f"{resource}?q={quote(soql)}")])
        if answer.error:
            raise answer.error
        return dict(answer.body)

    def query_all(self, soql: str, *, deleted: bool = False) -> Iterator[Json]:
        """Every record, page by page, without Salesforce's `attributes`."""
        page = self.query(soql, deleted=deleted)
        while True:
            yield from (_plain(record) for record in page["records"])
            if page["done"]:
                return
            page = self.get(page["nextRecordsUrl"])

    def count(self, object_name: str, where: str = "", *, deleted: bool = False) -> int:
        soql = " ".join(["SELECT COUNT() FROM", object_name, *(["WHERE", where] if where else [])])
        return int(self.query(soql, deleted=deleted)["totalSize"])

    def describe(self, object_name: str) -> Json:
        return dict(self.get(f"sobjects/{object_name}/describe"))

    def describe_many(self, names: Sequence[str]) -> dict[str, Json]:
        """Objects that the user cannot see are left out."""
        answers = self.composite(Part(f"sobjects/{name}/describe") for name in names)
        described = zip(names, [answer.visible_body for answer in answers], strict=True)
        return {name: body for name, body in described if body}

    def composite(self, parts: Iterable[Part]) -> list[Answer]:
        """One answer a part, in order; a refused part stops none of the others."""
        packs = list(composite.packed(parts))
        return [answer for pack in packs for answer in self._composite(pack)]

    def _composite(self, pack: list[Part]) -> list[Answer]:
        body = composite.request_of(pack, self.wire.path)
        only_reads = all(part.method == "GET" for part in pack)
        return composite.answers_of(json_of(self.send("POST", "composite", json=body, repeatable=only_reads)))

    def identity(self) -> Json:
        """Who the token speaks for: user_id, organization_id, preferred_username, name, email."""
        return dict(self.get("/services/oauth2/userinfo"))


def _plain(record: Json) -> Json:
    return {
        name: _plain(value) if isinstance(value, dict) else value
        for name, value in record.items()
        if name != "attributes"
    }

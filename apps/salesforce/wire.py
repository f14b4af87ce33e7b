"""One call to one org: counted, timed, repeated through outages, with a fresh session when the old one ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import requests
from simple_salesforce.api import Salesforce

from apps.salesforce import replies
from apps.salesforce.errors import FreshSessionRefused, SessionExpired
from apps.salesforce.patience import TRIES, patiently
from apps.salesforce.replies import Usage
from apps.salesforce.transport import TIMEOUTS, guard, plain_words

REPEATABLE = frozenset({"GET", "HEAD", "DELETE"})


class Wire(Salesforce):
    """Keeps instance_url's scheme (the library forces https), sets time limits, and decodes every refusal."""

    def __init__(
        self,
        instance_url: str,
        access_token: str,
        *,
        version: str,
        refresh: Callable[[], str] | None = None,
        on_call: Callable[[Usage | None], None] | None = None,
        practice_url: str | None = None,
        timeouts: tuple[float, float] = TIMEOUTS,
        tries: int = TRIES,
    ) -> None:
        session = requests.Session()
        guard(session, practice_url, timeouts)
        # a .netrc on the server must never replace the token
        session.auth = _as_it_is
        super().__init__(
            instance_url=instance_url,
            session_id=access_token,
            version=version,
            session=session,
            object_pairs_hook=dict,
        )
        parts = urlsplit(instance_url)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.path = f"/services/data/v{version}"
        self.base_url = f"{self.origin}{self.path}/"
        self.refresh = refresh
        self.on_call = on_call
        self.tries = tries
        self.calls = 0
        self.usage: Usage | None = None
        self.server_time: datetime | None = None

    def address(self, path: str) -> str:
        """A path from the root stays one; all others are resources of our API version."""
        return f"{self.origin}{path}" if path.startswith("/") else f"{self.base_url}{path}"

    def _generate_headers(self) -> None:
        self.headers = {"Authorization": f"Bearer {self.session_id}", "Content-Type": "application/json"}

    def _call_salesforce(
        self, method: str, url: str, name: str = "", retries: int = 0, max_retries: int = 1, **kwargs: Any
    ) -> requests.Response:
        """The one funnel of the library."""
        repeatable = kwargs.pop("repeatable", method in REPEATABLE)
        try:
            return patiently(lambda: self._once(method, url, **kwargs), repeatable=repeatable, tries=self.tries)
        except SessionExpired as error:
            if self.refresh is None:
                raise
            if retries >= max_retries:
                raise FreshSessionRefused(error.code, error.message, error.status) from error
            self.session_id = self.refresh()
        return self._call_salesforce(method, url, name, retries + 1, max_retries, repeatable=repeatable, **kwargs)

    def _once(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        self._generate_headers()
        body: Any = kwargs.get("data")
        if hasattr(body, "seek"):  # a file that an earlier try has read to its end
            body.seek(0)
        headers = {**self.headers, **kwargs.pop("headers", {})}
        with plain_words():
            response = self.session.request(method, url, headers=headers, **kwargs)
        self._note(response)
        if response.status_code >= HTTPStatus.MULTIPLE_CHOICES:
            raise replies.error_from(response)
        return response

    def _note(self, response: requests.Response) -> None:
        header = response.headers.get("Sforce-Limit-Info")
        self.calls += 1
        self.usage = replies.usage(header) or self.usage
        self.server_time = replies.server_time(response.headers.get("Date")) or self.server_time
        if self.on_call:
            self.on_call(self.usage)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request

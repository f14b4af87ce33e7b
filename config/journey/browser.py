"""Fetches pages and sends forms with cookies and CSRF, as a browser without JavaScript does."""

from __future__ import annotations

import requests

from config.journey.page import Astray, Form, Page, bare

PATIENCE = 60
FIRST_ERROR = 400


class Browser:
    """One visitor; ``page`` is what stands in the window."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.page = Page(home, "")
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "Gangway journey (no JavaScript)"
        self._session.headers["Accept-Language"] = "en"

    def open(self, address: str) -> Page:
        return self._show("get", address if address.startswith("http") else f"{self.home}{address}")

    def follow(self, ending: str) -> Page:
        return self.open(self.page.link(ending))

    def send(self, form: Form, button: str = "") -> Page:
        """Press a button, or Enter in a field."""
        method, address = form.target(button)
        return self._show(method, address, form.data(button))

    def read(self, address: str) -> str:
        """A file beside the pages."""
        answer = self._session.get(f"{self.home}{address}", timeout=PATIENCE)
        if answer.status_code >= FIRST_ERROR:
            raise Astray(f"{bare(address)} answered with status {answer.status_code}")
        return answer.text

    def _show(self, method: str, address: str, data: list[tuple[str, str]] | None = None) -> Page:
        query, body = (data, None) if method == "get" else (None, data)
        # Django asks for a referer of its own site on https, and browsers send one
        headers = {"Referer": self.page.url}
        try:
            answer = self._session.request(method, address, headers=headers, timeout=PATIENCE, params=query, data=body)
        except requests.RequestException as problem:
            raise Astray(f"{bare(address)} did not answer ({type(problem).__name__})") from None
        self.page = Page(answer.url, answer.text)
        if answer.status_code >= FIRST_ERROR:
            raise Astray(f"{self.page} answered with status {answer.status_code}. It says: {self.page.complaints()}")
        return self.page

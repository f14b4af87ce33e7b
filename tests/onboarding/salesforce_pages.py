"""A person at Salesforce's own pages: follows the consent address, logs in, allows or denies, is sent back."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

import requests

INPUT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Visitor:
    def __init__(self) -> None:
        self.session = requests.Session()
        self.page = None

    def open(self, url: str) -> None:
        self.page = self.session.get(url, allow_redirects=False, timeout=10)

    def log_in(self, username: str, password: str) -> None:
        self._send(username=username, password=password)

    def answer(self, action: str) -> str:
        """``approve`` or ``deny``; the address that Salesforce sends the browser back to."""
        self._send(action=action)
        return self.page.headers["Location"]

    def _send(self, **typed: str) -> None:
        kept = {name: html.unescape(value) for name, value in INPUT.findall(self.page.text)}
        target = urljoin(self.page.url, re.search(r'action="([^"]+)"', self.page.text)[1])
        self.page = self.session.post(target, {**kept, **typed}, allow_redirects=False, timeout=10)

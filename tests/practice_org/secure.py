"""A practice org on https with the names of Salesforce, and what an unchanged client needs to get there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.practice_org.client import Org, Process

OPTIONS = ("--tls-port", "0", "--proxy-port", "0", "--hosts", "salesforce")


@dataclass
class Secure:
    process: Process
    tls: str
    authority: str
    proxy: str

    @property
    def environment(self) -> dict[str, str]:
        """What a person sets before starting a program written by somebody else."""
        return {
            "HTTPS_PROXY": self.proxy,
            "NO_PROXY": "127.0.0.1",
            "REQUESTS_CA_BUNDLE": self.authority,
            "NODE_EXTRA_CA_CERTS": self.authority,
        }

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """The same for a client in this process."""
        before = {name: os.environ.get(name) for name in self.environment}
        os.environ.update(self.environment)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

    def org(self, kind: str = "enterprise", **switches: object) -> Org:
        made = self.process.new_org(kind, records=60)
        if switches:
            made.trainer("POST", "/switches", switches)
        return made


def start(folder: Path) -> Secure:
    process = Process(folder, records=100, options=OPTIONS).start()
    tls = process.said("https on")
    authority = process.said("certificate of its authority:")
    return Secure(process, tls, authority, process.said("proxy to salesforce.com on"))

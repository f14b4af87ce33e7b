"""Talks to a practice org the way a careful client would: over HTTP, with nothing but its addresses."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import requests

ROOT = Path(__file__).resolve().parents[2]
CALLBACK = "http://127.0.0.1:9/connections/callback/"
DATA = "/services/data/v60.0"
PATIENCE_S = 30


@dataclass
class Process:
    """A practice org of its own, on a free port."""

    folder: Path
    records: int = 2_000
    seed: int = 11
    options: tuple[str, ...] = ()
    base: str = ""
    _child: Any = field(default=None, repr=False)

    def start(self) -> Process:
        command = [sys.executable, "-m", "apps.practice_org", "--port", "0", "--records", str(self.records)]
        command += ["--seed", str(self.seed), "--data-dir", str(self.folder), "--callback", CALLBACK, *self.options]
        self._child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.base = self._child.stdout.readline().strip().removeprefix("practice org ready on ")
        return self

    def said(self, what: str) -> str:
        """The next line of the start, which begins with these words."""
        line = self._child.stdout.readline().strip()
        assert line.startswith(what), line
        return line.removeprefix(what).strip()

    @property
    def pid(self) -> int:
        return int(self._child.pid)

    def stop(self) -> int:
        self._child.terminate()
        return self._gone()

    def kill(self) -> None:
        self._child.kill()
        self._gone()

    def _gone(self) -> int:
        self._child.stdout.close()
        return self._child.wait(20)

    def orgs(self) -> list[dict[str, Any]]:
        return requests.get(f"{self.base}/practice/orgs.json", timeout=60).json()["orgs"]

    def org(self, name: str = "Practice Enterprise") -> Org:
        return Org(self.base, next(org for org in self.orgs() if org["name"] == name))

    def new_org(self, kind: str = "enterprise", records: int = 300) -> Org:
        facts = requests.post(f"{self.base}/practice/orgs", json={"kind": kind, "records": records}, timeout=60).json()
        return Org(self.base, facts)


@dataclass
class Org:
    """One org of the process, with the trainer's verbs and a signed-in session."""

    base: str
    facts: dict[str, Any]
    session: requests.Session = field(default_factory=requests.Session)

    def soap_login(self, username: str, password: str, version: str = "59.0") -> requests.Response:
        body = (
            '<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Header/><se:Body>'
            f'<login xmlns="urn:partner.soap.sforce.com"><username>{escape(username)}</username>'
            f"<password>{escape(password)}</password></login></se:Body></se:Envelope>"
        )
        headers = {"SOAPAction": "login", "Content-Type": "text/xml; charset=UTF-8"}
        return requests.post(f"{self.base}/services/Soap/u/{version}", data=body.encode(), headers=headers, timeout=60)

    def sign_in(self, who: str = "sync_user") -> Org:
        user = self.facts[who]
        reply = self.soap_login(user["username"], user["password"] + user["security_token"])
        token = re.search("<sessionId>(.*?)</sessionId>", reply.text)
        assert token, reply.text
        self.session.headers["Authorization"] = f"Bearer {token[1]}"
        return self

    def as_admin(self) -> Org:
        """The same org, with a session of its Salesforce administrator."""
        return Org(self.base, self.facts).sign_in("admin_user")

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        return self.session.request(method, f"{self.base}{DATA}{path}", timeout=60, **options)

    def query(self, statement: str, verb: str = "query") -> Any:
        return self.call("GET", f"/{verb}", params={"q": statement}).json()

    def records(self, statement: str, verb: str = "query") -> list[dict[str, Any]]:
        reply = self.query(statement, verb)
        assert isinstance(reply, dict), reply
        return reply["records"]

    def trainer(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        address = f"{self.base}/practice/orgs/{self.facts['org_id']}{path}"
        reply = requests.request(method, address, json=body, timeout=60, **options)
        assert reply.ok, reply.text
        return reply.json()

    def job(self, statement: str, operation: str = "query", **options: str) -> dict[str, Any]:
        reply = self.call("POST", "/jobs/query", json={"operation": operation, "query": statement, **options})
        assert reply.ok, reply.text
        return self.finished(reply.json()["id"])

    def finished(self, job_id: str) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            job = self.call("GET", f"/jobs/query/{job_id}").json()
            if job["state"] in {"JobComplete", "Failed", "Aborted"}:
                return job
            assert time.monotonic() < deadline, job
            time.sleep(0.02)

    def page(self, job_id: str, **query: Any) -> requests.Response:
        return self.call("GET", f"/jobs/query/{job_id}/results", params=query)

    def bulk(
        self, statement: str, operation: str = "query", size: int = 100_000, **options: str
    ) -> list[dict[str, str]]:
        """All rows of a job, page by page."""
        job = self.job(statement, operation, **options)
        assert job["state"] == "JobComplete", job
        rows: list[dict[str, str]] = []
        locator = ""
        while locator != "null":
            page = self.page(job["id"], maxRecords=size, **({"locator": locator} if locator else {}))
            rows += csv.DictReader(io.StringIO(page.content.decode(), newline=""))
            locator = page.headers["Sforce-Locator"]
        return rows

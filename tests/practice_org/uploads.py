"""An ingest job as a careful client would drive it."""

from __future__ import annotations

import csv
import io
import time

PATIENCE_S = 60
DONE = {"JobComplete", "Failed", "Aborted"}


class Job:
    def __init__(self, org, operation: str = "insert", object_name: str = "Lead", **options: str) -> None:
        self.org = org
        asked = {"object": object_name, "operation": operation, "contentType": "CSV", **options}
        self.created = org.call("POST", "/jobs/ingest", json=asked)
        self.id = self.created.json()["id"]

    def upload(self, text: str):
        headers = {"Content-Type": "text/csv; charset=UTF-8"}
        return self.org.call("PUT", f"/jobs/ingest/{self.id}/batches", data=text.encode(), headers=headers)

    def move(self, state: str):
        return self.org.call("PATCH", f"/jobs/ingest/{self.id}", json={"state": state})

    def look(self) -> dict:
        return self.org.call("GET", f"/jobs/ingest/{self.id}").json()

    def run(self, text: str) -> dict:
        assert self.upload(text).status_code == 201
        assert self.move("UploadComplete").ok
        return self.finished()

    def finished(self) -> dict:
        deadline = time.monotonic() + PATIENCE_S
        while (job := self.look())["state"] not in DONE:
            assert time.monotonic() < deadline, job
            time.sleep(0.02)
        return job

    def text(self, kind: str) -> str:
        reply = self.org.call("GET", f"/jobs/ingest/{self.id}/{kind}")
        assert reply.headers["Content-Type"].startswith("text/csv")
        return reply.content.decode()

    def rows(self, kind: str, delimiter: str = ",") -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.text(kind), newline=""), delimiter=delimiter))

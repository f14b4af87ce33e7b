"""Large reads: a Bulk API 2.0 query job, and its result as pages of CSV bytes that never become rows here."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, Any

import requests
from isal import isal_zlib
from urllib3.exceptions import HTTPError

from apps.salesforce.client import Client
from apps.salesforce.errors import BrokenStream, NotReady, ObjectNotSupported, Refusal

CHUNK = 256 * 1024
IN_MEMORY = 4 * 1024 * 1024  # a spooled page below this never touches the disk
MOST_RECORDS = 250_000
GZIP = 31  # zlib's word for "with a gzip header"


@dataclass(frozen=True)
class Job:
    """States: Open (of a write alone), UploadComplete, InProgress, JobComplete, Failed, Aborted.

    `rows` are those processed so far; of a write, `failed` of them were refused.
    """

    id: str
    state: str
    rows: int
    error: str = ""
    failed: int = 0

    @property
    def is_open(self) -> bool:
        return self.state == "Open"

    @property
    def is_done(self) -> bool:
        return self.state == "JobComplete"

    @property
    def is_over(self) -> bool:
        return self.state in {"JobComplete", "Failed", "Aborted"}


def create(client: Client, soql: str, *, deleted: bool = False) -> Job:
    operation = "queryAll" if deleted else "query"
    body = {"operation": operation, "query": soql, "contentType": "CSV", "columnDelimiter": "COMMA", "lineEnding": "LF"}
    try:
        return job_of(client.post("jobs/query", body))
    except Refusal as error:
        if error.code == "API_ERROR":
            raise ObjectNotSupported(error.code, error.message, error.status) from error
        raise


def look(client: Client, job_id: str) -> Job:
    return job_of(client.get(f"jobs/query/{job_id}"))


def abort(client: Client, job_id: str) -> Job:
    return job_of(client.send("PATCH", f"jobs/query/{job_id}", json={"state": "Aborted"}, repeatable=True).json())


def delete(client: Client, job_id: str) -> None:
    """Only a job that is over can be deleted; Salesforce forgets it after seven days anyway."""
    client.send("DELETE", f"jobs/query/{job_id}")


class Page:
    """One part of a job's result: CSV, UTF-8, its own header line, every value quoted, null as an empty value."""

    def __init__(self, response: requests.Response, spool: IO[bytes] | None) -> None:
        self._response = response
        self._spool = spool
        self._is_gzip = response.headers.get("Content-Encoding", "") == "gzip"
        self._started = False

    @property
    def rows(self) -> int | None:
        """As Salesforce announces it; some proxies drop the header."""
        number = self._response.headers.get("Sforce-NumberOfRecords", "")
        return int(number) if number.isdigit() else None

    @property
    def next_locator(self) -> str | None:
        """None after the last page, where Salesforce sends the word `null`. Raises BrokenStream where it is missing:
        nobody could tell the last page from the first.
        """
        locator = self._response.headers.get("Sforce-Locator")
        if locator is None:
            raise BrokenStream("NO_LOCATOR", "The page does not say whether it is the last")
        return None if locator in {"", "null"} else locator

    def chunks(self) -> Iterator[bytes]:
        """The CSV as it comes; a spooled page may be asked again, from its beginning, at any time."""
        if self._started and self._spool is None:
            raise RuntimeError("This page was not spooled, so it can be read only once")
        self._started = True
        return _csv(self._compressed(), is_gzip=self._is_gzip)

    def _compressed(self) -> Iterator[bytes]:
        """First what was kept, then what still comes."""
        if self._spool is not None:
            self._spool.seek(0)
            while kept := self._spool.read(CHUNK):
                yield kept
        for chunk in self._arriving():
            if self._spool is not None:
                self._spool.write(chunk)
            yield chunk

    def _arriving(self) -> Iterator[bytes]:
        try:
            while chunk := self._response.raw.read(CHUNK, decode_content=False):
                yield chunk
        except (HTTPError, OSError) as error:
            raise BrokenStream("CONNECTION_BROKEN", "The answer stopped in the middle") from error


@contextmanager
def open_page(
    client: Client, job_id: str, locator: str | None = None, max_records: int = MOST_RECORDS, *, spool: bool = False
) -> Iterator[Page]:
    """The connection is held while the block lasts. Raises NotReady before the job is complete."""
    asked: dict[str, Any] = {"maxRecords": max_records, **({"locator": locator} if locator else {})}
    response = client.send(
        "GET",
        f"jobs/query/{job_id}/results",
        params=asked,
        stream=True,
        headers={"Accept": "text/csv", "Accept-Encoding": "gzip"},
    )
    with response:
        if response.status_code == HTTPStatus.NO_CONTENT:
            raise NotReady("NO_RESULTS_YET", "The job is not complete", response.status_code)
        if not spool:
            yield Page(response, None)
            return
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as kept:
            yield Page(response, kept)


def job_of(reply: dict[str, Any]) -> Job:
    return Job(
        id=reply["id"],
        state=reply["state"],
        rows=int(reply.get("numberRecordsProcessed") or 0),
        error=reply.get("errorMessage") or "",
        failed=int(reply.get("numberRecordsFailed") or 0),
    )


def _csv(compressed: Iterator[bytes], *, is_gzip: bool) -> Iterator[bytes]:
    """Without the stray NUL bytes that real orgs send and PostgreSQL refuses."""
    for chunk in _unzipped(compressed) if is_gzip else compressed:
        yield chunk.replace(b"\0", b"") if b"\0" in chunk else chunk


def _unzipped(compressed: Iterator[bytes]) -> Iterator[bytes]:
    """A gzip stream may consist of several members; one that ends early is a broken answer, not a short page."""
    member = isal_zlib.decompressobj(GZIP)
    is_open = True
    try:
        for chunk in compressed:
            rest = chunk
            while rest:
                if member.eof:
                    member = isal_zlib.decompressobj(GZIP)
                yield member.decompress(rest)
                rest = member.unused_data if member.eof else b""
        is_open = not member.eof
    except isal_zlib.error as error:  # type: ignore[misc]  # its stub calls the class an instance
        raise BrokenStream("BAD_GZIP", "The compressed answer is damaged") from error
    if is_open:
        raise BrokenStream("SHORT_GZIP", "The compressed answer stopped in the middle")

"""Large writes: a Bulk API 2.0 ingest job takes one CSV file of changed records and answers with two: taken, refused.

Salesforce touches no record before the job is closed, so one that is still open can be aborted without a trace. The job
names no assignment rule, so none runs.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Generator, Iterator
from typing import IO, Literal

from apps.salesforce.bulk import Job, Page, job_of
from apps.salesforce.client import Client
from apps.salesforce.collections import LONGEST_WORDS, Taken
from apps.salesforce.errors import BrokenStream

LARGEST = 100_000_000  # bytes of a file; Salesforce takes 150 MB and counts them as base64
EMPTIED = "#N/A"  # empties a field; an empty cell leaves it alone
TAKEN: Literal["successfulResults"] = "successfulResults"
REFUSED: Literal["failedResults"] = "failedResults"
Kind = Literal["successfulResults", "failedResults"]
KEY, WORDS = "Id", "sf__Error"
SAID = re.compile(r"([A-Z0-9_]+):(.*?)(?::([\w., ]*?) ?--)?\s*", re.DOTALL)
# each record comes back with the values that were sent, and one of them may be a long text
LONGEST_CELL = 2**24
csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))


def create(client: Client, object_name: str) -> Job:
    """For changes of records that are there. Salesforce forgets a job that stays open after seven days."""
    body = {"object": object_name, "operation": "update", "contentType": "CSV"}
    return job_of(client.post("jobs/ingest", {**body, "lineEnding": "LF", "columnDelimiter": "COMMA"}))


def upload(client: Client, job_id: str, file: IO[bytes]) -> None:
    """The whole file in one request, from its beginning, without holding it in memory."""
    client.send("PUT", f"jobs/ingest/{job_id}/batches", data=file, headers={"Content-Type": "text/csv; charset=UTF-8"})


def close(client: Client, job_id: str) -> None:
    """Salesforce begins; after an outage nobody knows whether it has."""
    client.send("PATCH", f"jobs/ingest/{job_id}", json={"state": "UploadComplete"})


def look(client: Client, job_id: str) -> Job:
    return job_of(client.get(f"jobs/ingest/{job_id}"))


def abort(client: Client, job_id: str) -> None:
    client.send("PATCH", f"jobs/ingest/{job_id}", json={"state": "Aborted"}, repeatable=True)


def results(client: Client, job_id: str, kind: Kind) -> Generator[tuple[str, Taken], None, None]:
    """Ids, and what became of each, as the file comes. Raises BrokenStream where it ends early or is none."""
    options = {"stream": True, "headers": {"Accept": "text/csv", "Accept-Encoding": "gzip"}}
    with client.send("GET", f"jobs/ingest/{job_id}/{kind}", **options) as response:
        rows = csv.reader(_lines(Page(response, None).chunks()))
        try:
            heads = next(rows, [])
            if KEY not in heads:
                raise BrokenStream("UNEXPECTED_PAGE", "A page came instead of data")
            for cells in rows:
                if len(cells) != len(heads):
                    raise BrokenStream("SHORT_CSV", "The answer stopped in the middle")
                row = dict(zip(heads, cells, strict=True))
                yield row[KEY], _refused(row[WORDS]) if WORDS in row else Taken(id=row[KEY])
        except csv.Error as error:
            raise BrokenStream("BAD_CSV", "The answer is damaged") from error


def _refused(said: str) -> Taken:
    """`CODE:words:Field, Field --`; what is written in another way is passed on as it is."""
    found = SAID.fullmatch(said)
    if found is None:
        return Taken(code="NOT_TAKEN", message=said[:LONGEST_WORDS])
    fields = tuple(name for each in (found[3] or "").split(",") if (name := each.strip()))
    return Taken(code=found[1], message=found[2][:LONGEST_WORDS], fields=fields)


def _lines(chunks: Iterator[bytes]) -> Iterator[str]:
    decoder, rest = codecs.getincrementaldecoder("utf-8")("replace"), ""
    for chunk in chunks:
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        yield from (f"{line}\n" for line in whole)
    if rest := rest + decoder.decode(b"", final=True):
        yield rest

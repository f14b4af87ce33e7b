"""Writes the rows of an uploaded file, 200 in one transaction, each row succeeding or failing by itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.practice_org import ids, keys, refusals, writing
from apps.practice_org.bulk.ingest import columns
from apps.practice_org.bulk.ingest.columns import Columns
from apps.practice_org.bulk.ingest.files import FAILED, SUCCESSFUL, Cells, Files
from apps.practice_org.incoming import Unreadable
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.rules import checking
from apps.practice_org.rules.checking import Manner
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.writing import Writer

CHUNK = 200
DELETES = frozenset({"delete", "hardDelete"})

Job = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Work:
    """`start` is the row to begin with: a job that a dead process left goes on where it stood."""

    live: LiveOrg
    view: View
    job: Job
    sobject: SObject
    files: Files

    def run(self, start: int = 0) -> Iterator[tuple[int, int]]:
        """Rows done and rows failed of each chunk."""
        header = columns.read(self.view, self.sobject, self.files.header())
        if self.job["operation"] in DELETES:
            columns.require_only_ids(self.job["operation"], header)
        rows = self.files.rows(start)
        while chunk := list(itertools.islice(rows, CHUNK)):
            yield len(chunk), self._chunk(header, chunk)

    def _chunk(self, header: Columns, chunk: list[Cells]) -> int:
        done: dict[str, list[Cells]] = {SUCCESSFUL: [], FAILED: []}
        manner = Manner(self.job.get("assignmentRuleId") or checking.NEVER)
        with self.live.storage.writing() as cursor:
            user, version = self.job["createdById"], f"{self.job['apiVersion']:.1f}"
            writer = writing.as_user(self.live, self.view, cursor, user, manner, version)
            writer.look_up(self.sobject, _ids(header, chunk))
            many = keys.repeated(str(header.given(cells).get(self._key) or "") for cells in chunk)
            for cells in chunk:
                kind, own = self._row(writer, header, cells, many)
                done[kind].append([*own, *cells])
        self.live.moved()
        for kind, rows in done.items():
            self.files.add(kind, rows)
        return len(done[FAILED])

    @property
    def _key(self) -> str:
        return str(self.job.get("externalIdFieldName") or "")

    def _row(self, writer: Writer, header: Columns, cells: Cells, many: set[str]) -> tuple[str, Cells]:
        given = header.given(cells)
        known = ids.full(str(given.get("Id") or "")) or ""
        try:
            key, is_new = self._write(writer, given, many)
        except Unreadable as trouble:
            return FAILED, [known, error(header.reworded(trouble).row())]
        except Refusal as refusal:
            return FAILED, [known, error(refusals.in_row(refusal))]
        return SUCCESSFUL, [key, "true" if is_new else "false"]

    def _write(self, writer: Writer, given: dict[str, Any], many: set[str]) -> tuple[str, bool]:
        operation = self.job["operation"]
        if operation == "insert":
            return writer.create(self.sobject, given), True
        if operation == "upsert":
            return self._upsert(writer, given, many)
        key = _id(given.pop("Id", None), operation)
        if operation == "update":
            writer.update(self.sobject, key, given)
        else:
            writer.delete(self.sobject, key, is_hard=operation == "hardDelete")
        return key, False

    def _upsert(self, writer: Writer, given: dict[str, Any], many: set[str]) -> tuple[str, bool]:
        """The rows of a chunk are one call: a value that stands in two of them is taken from neither."""
        by = keys.key_field(self.sobject, self._key)
        value = str(given.pop(by.name, None) or "")
        keys.require_single(by, value, many)
        if not value and by.name != "Id":
            raise Refusal("MISSING_ARGUMENT", f"{by.name} not specified", fields=[])
        found = keys.matching(writer.cursor, self.sobject, by, value) if value else []
        keys.require_one(by, value, found)
        return keys.put(writer, self.sobject, by, value, found, given), not found


def error(row: dict[str, Any]) -> str:
    """As recorded: code, words and fields between colons, and two dashes at the end."""
    fields = ", ".join(row["fields"])
    return f"{row['statusCode']}:{row['message']}:{fields + ' ' if fields else ''}--"


def _ids(header: Columns, chunk: list[Cells]) -> list[str]:
    return [found for cells in chunk if (found := ids.full(str(header.given(cells).get("Id") or "")))]


def _id(value: Any, operation: str) -> str:
    if not value:
        raise Refusal("MISSING_ARGUMENT", f"Id not specified in an {operation} call", fields=[])
    found = ids.full(str(value))
    if found is None:
        raise Refusal("MALFORMED_ID", f"malformed id {value}", fields=[])
    return found

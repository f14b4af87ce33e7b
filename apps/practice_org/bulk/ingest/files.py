"""The files of an ingest job: what was uploaded, and what came of each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from apps.practice_org.bulk.csv_text import DELIMITERS, ENDINGS

SUCCESSFUL, FAILED = "successful", "failed"
OWN_COLUMNS = {SUCCESSFUL: ("sf__Id", "sf__Created"), FAILED: ("sf__Id", "sf__Error")}
BOM = "\ufeff"

Cells = list[str]


@dataclass(frozen=True, slots=True)
class Files:
    """Rows are counted without the header; results are written as rows are done, so an aborted job has some."""

    folder: Path
    delimiter: str
    ending: str

    @property
    def separator(self) -> str:
        return DELIMITERS[self.delimiter]

    @property
    def line_end(self) -> str:
        return ENDINGS[self.ending]

    def save(self, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "upload").write_bytes(content)

    @property
    def has_content(self) -> bool:
        return (self.folder / "upload").exists()

    def has_other_ending(self) -> bool:
        """Whether the first line ends in another way than the job says."""
        first = self._text().partition("\n")
        return bool(first[1]) and first[0].endswith("\r") != (self.ending == "CRLF")

    def raw_header(self) -> str:
        return self._text().partition("\n")[0].rstrip("\r")

    def header(self) -> Cells:
        return next(self._read(), [])

    def rows(self, start: int = 0) -> Iterator[Cells]:
        """Each row as wide as the header; lines with nothing on them are no rows."""
        lines = self._read()
        width = len(next(lines, []))
        for number, cells in enumerate(cells for cells in lines if cells):
            if number >= start:
                yield (cells + [""] * width)[:width]

    def add(self, kind: str, rows: Iterable[Cells]) -> None:
        with (self.folder / kind).open("a", encoding="utf-8", newline="") as file:
            file.writelines(map(self._line, rows))

    def result(self, kind: str) -> bytes:
        """The columns of the org in quotes, then the header as it was uploaded."""
        own = [f'"{name}"' for name in OWN_COLUMNS[kind]]
        head = self.separator.join([*own, self.raw_header()]) if self.has_content else self.separator.join(own)
        path = self.folder / kind
        return f"{head}{self.line_end}".encode() + (path.read_bytes() if path.exists() else b"")

    def unprocessed(self, start: int) -> bytes:
        """What was uploaded and never tried."""
        lines = "".join(map(self._line, self.rows(start)))
        return f"{self.raw_header()}{self.line_end}{lines}".encode()

    def _line(self, cells: Cells) -> str:
        quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
        return self.separator.join(quoted) + self.line_end

    def _read(self) -> Iterator[Cells]:
        return csv.reader(io.StringIO(self._text(), newline=""), delimiter=self.separator)

    def _text(self) -> str:
        if not self.has_content:
            return ""
        return (self.folder / "upload").read_bytes().decode("utf-8", "replace").removeprefix(BOM)

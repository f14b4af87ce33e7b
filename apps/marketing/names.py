"""What a column is called: the Salesforce API name in lower case with underscores, and what to do when that won't go.

The rule is the same every time, and each departure from the plain name says why, so that people see it beforehand.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from apps.marketing.words import UNUSABLE

LONGEST = 63  # bytes; PostgreSQL cuts the rest off without a word
CUSTOM = "__c"
WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
WHY = {
    "": "",
    "reserved": _("the plain name is a reserved word in SQL"),
    "taken": _("the plain name is already taken"),
    "digit": _("a column can’t begin with a digit"),
    "long": _("the plain name is longer than 63 bytes"),
}


@dataclass(frozen=True)
class ColumnName:
    """``why`` is empty for the plain name, else a key of ``WHY``."""

    name: str
    why: str = ""


def propose(source: str, taken: Collection[str]) -> ColumnName:
    """The column for a Salesforce field's API name; ``taken`` are the columns that the table has or is promised."""
    bare = source.removesuffix(CUSTOM)
    plain = _fitting(snake(bare), bare)
    return plain if plain.name not in taken else ColumnName(_free(plain.name, source, taken), "taken")


def free(name: str, taken: Collection[str]) -> ColumnName:
    """A name that we gave ourselves, with a number where it is taken."""
    fitting = _fitting(name, name)
    return fitting if fitting.name not in taken else ColumnName(_numbered(fitting.name, taken), "taken")


def apart(owner: str, source: str) -> str:
    """Apart from its namesake on another object: `contact_region`; as short as a column must be."""
    name = f"{snake(owner)}_{propose(source, ()).name}"
    return name if len(name) <= LONGEST else _cut(name, f"{owner}.{source}")


def snake(source: str) -> str:
    words = WORD_STARTS.sub("_", source)
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_") or "field"


def _fitting(name: str, source: str) -> ColumnName:
    if len(name) > LONGEST:
        return ColumnName(_cut(name, source), "long")
    if name[0].isdigit():
        return ColumnName(f"f_{name}"[:LONGEST], "digit")
    return ColumnName(f"{name}_", "reserved") if name in UNUSABLE else ColumnName(name)


def _cut(name: str, source: str) -> str:
    """Two long names that begin alike stay apart."""
    digest = hashlib.sha256(source.encode()).hexdigest()[:8]
    return f"{name[: LONGEST - 9]}_{digest}"


def _free(name: str, source: str, taken: Collection[str]) -> str:
    with_mark = f"{name[: LONGEST - 2].rstrip('_')}_c"
    if source.endswith(CUSTOM) and with_mark not in taken:
        return with_mark
    return _numbered(name, taken)


def _numbered(name: str, taken: Collection[str]) -> str:
    number = 2
    while (numbered := f"{name[: LONGEST - 5].rstrip('_')}_{number}") in taken:
        number += 1
    return numbered

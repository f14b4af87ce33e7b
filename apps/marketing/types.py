"""The six types that a column of the marketing database may have."""

from __future__ import annotations

from enum import StrEnum


class ColumnType(StrEnum):
    """The value is PostgreSQL's own name. Whole numbers arrive as ``5.0``, so every number is numeric."""

    TEXT = "text"
    NUMERIC = "numeric"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMPTZ = "timestamptz"
    TIME = "time"

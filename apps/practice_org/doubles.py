"""Writes doubles as Java does, which is how Salesforce writes them in CSV: 23.0, and 8.0E7 from ten million on.

Seen in https://github.com/forcedotcom/cli/issues/3367.
"""

from __future__ import annotations

NAME = "memory.main.java_double"  # the engine's own catalogue, which every org's cursor can reach

_PLAIN = "({0} = 0 OR abs({0}) >= 1e-3 AND abs({0}) < 1e7)"
_MANTISSA = "split_part(shown, 'e', 1)"
_WHOLE, _FRACTION = f"split_part({_MANTISSA}, '.', 1)", f"split_part({_MANTISSA}, '.', 2)"
_DIGITS = f"rtrim(ltrim(replace({_MANTISSA}, '.', ''), '0'), '0')"
_EXPONENT = f"""(
    coalesce(try_cast(nullif(split_part(shown, 'e', 2), '') AS INTEGER), 0)
    + CASE WHEN {_WHOLE} <> '0' THEN length({_WHOLE}) - 1
           ELSE length(ltrim({_FRACTION}, '0')) - length({_FRACTION}) - 1 END
)"""
# DuckDB 2.0 can not plan the last branch for a column that is null throughout, hence coalesce() there.
# Whole numbers short enough for an exact quotient take the fast way; nearly all large ones are of that kind.
MACROS = (
    f"""CREATE MACRO {NAME}_scientific(shown) AS
        {_DIGITS}[1] || '.' || coalesce(nullif({_DIGITS}[2:], ''), '0') || 'E' || {_EXPONENT}""",
    f"""CREATE MACRO {NAME}(x) AS CASE
        WHEN x IS NULL THEN NULL
        WHEN {_PLAIN.format("x")} THEN x::VARCHAR
        WHEN abs(x) >= 1e7 AND abs(x) < 1e12 AND trunc(x) = x
            THEN (x / pow(10, floor(log10(abs(x)))))::VARCHAR || 'E' || floor(log10(abs(x)))::UTINYINT
        ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || {NAME}_scientific(abs(coalesce(x, 0))::VARCHAR) END""",
)


def sql(column: str) -> str:
    return f"{NAME}({column})"


def is_plain(column: str) -> str:
    """Whether a value is written as it is in the database; null for null."""
    return _PLAIN.format(column)

"""Words that make a poor column: reserved in PostgreSQL, so that every query would have to quote them."""

from __future__ import annotations

# https://www.postgresql.org/docs/18/sql-keywords-appendix.html: reserved, with and without "can be function or type"
_WORDS = """
    all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
    column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
    current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze
    from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
    localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
    returning right select session_user similar some symmetric system_user table tablesample then to trailing true
    union unique user using variadic verbose when where window with
"""
RESERVED = frozenset(_WORDS.split())
# columns that every table has already; PostgreSQL refuses a second one
SYSTEM = frozenset({"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"})
UNUSABLE = RESERVED | SYSTEM

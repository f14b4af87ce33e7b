"""Several currencies: each record that carries money says in which one."""

from __future__ import annotations

import duckdb

OBJECTS = ("Lead", "Contact", "Account", "Opportunity", "Campaign")


def spread(connection: duckdb.DuckDBPyConnection) -> None:
    """Most are in the corporate currency, some in the two others."""
    for name in OBJECTS:
        connection.execute(
            f"UPDATE \"{name}\" SET \"CurrencyIsoCode\" = nth(['USD', 'USD', 'USD', 'EUR', 'EUR', 'JPY'], hash(\"Id\"))"
        )
    connection.execute('UPDATE "User" SET "CurrencyIsoCode" = \'USD\'')

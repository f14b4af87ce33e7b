-- Keeps what each committed page brought: rates, forecasts and prices are made from these rows and nothing else.
CREATE TABLE IF NOT EXISTS sync_count (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    object text NOT NULL,
    purpose text NOT NULL,
    rows bigint NOT NULL DEFAULT 0,
    refused bigint NOT NULL DEFAULT 0,
    errors bigint NOT NULL DEFAULT 0,
    calls bigint NOT NULL DEFAULT 0,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
)

-- Keeps what each committed page brought: rates, forecasts and the counts of cycles are made from these rows alone.
CREATE TABLE IF NOT EXISTS sync_count (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    object text NOT NULL,
    purpose text NOT NULL,
    cycle bigint NOT NULL,
    rows bigint NOT NULL,
    new bigint,
    updated bigint,
    deleted bigint,
    skipped bigint,
    refused bigint NOT NULL,
    errors bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
)

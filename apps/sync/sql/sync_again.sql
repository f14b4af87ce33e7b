-- Keeps which single records somebody asked to be read again, until they are.
CREATE TABLE IF NOT EXISTS sync_again (
    object text NOT NULL,
    record_id text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (object, record_id)
)

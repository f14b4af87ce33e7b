-- Keeps each value that could not be taken over; the record itself is here unless its Id or SystemModstamp was bad.
CREATE TABLE IF NOT EXISTS sync_row_error (
    object text NOT NULL,
    record_id text NOT NULL,
    field text NOT NULL,
    value text,
    code text NOT NULL,
    reason text NOT NULL,
    is_refused boolean NOT NULL DEFAULT false,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (object, record_id, field)
)

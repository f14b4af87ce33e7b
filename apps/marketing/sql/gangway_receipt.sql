-- Keeps what a person accepted when fields were created: one row for each accepted list, written with the columns.
CREATE TABLE IF NOT EXISTS gangway_receipt (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    list_hash text NOT NULL UNIQUE,
    statement text NOT NULL,
    fields jsonb NOT NULL,
    accepted_by text NOT NULL,
    accepted_by_id bigint,
    created_at timestamptz NOT NULL DEFAULT now()
)

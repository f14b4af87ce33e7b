-- Remembers by which columns all people were looked through for opt-outs.
CREATE TABLE IF NOT EXISTS opted_out_pass (
    columns text PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
)

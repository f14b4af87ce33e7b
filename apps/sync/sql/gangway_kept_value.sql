-- Keeps what a column held when another field was let feed it; nothing ever deletes from here.
CREATE TABLE IF NOT EXISTS gangway_kept_value (
    kind text NOT NULL,
    column_name text NOT NULL,
    sfdc_id text NOT NULL,
    value text NOT NULL,
    source text NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, column_name, sfdc_id, kept_at)
)

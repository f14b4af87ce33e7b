-- Keeps each value that could not be taken over, and each change that Salesforce refused (way: write).
CREATE TABLE IF NOT EXISTS sync_row_error (
    object text NOT NULL,
    record_id text NOT NULL,
    field text NOT NULL,
    value text,
    code text NOT NULL,
    reason text NOT NULL,
    is_refused boolean NOT NULL DEFAULT false,
    way text NOT NULL DEFAULT 'read' CHECK (way IN ('read', 'write')),
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (object, record_id, field)
)

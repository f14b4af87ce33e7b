-- Remembers the Bulk job that carries an object's changes to Salesforce; one at a time.
CREATE TABLE IF NOT EXISTS person_shipment (
    object text PRIMARY KEY,
    job_id text NOT NULL,
    cycle bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'closed', 'done')),
    records integer NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp()
)

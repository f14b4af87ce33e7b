-- Keeps how far each object is read: one row for an object and a purpose (its initial sync, its cycles, its calculated fields, fields mapped late).
CREATE TABLE IF NOT EXISTS sync_checkpoint (
    object text NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('initial', 'cycle', 'calculated', 'backfill')),
    way text NOT NULL DEFAULT '' CHECK (way IN ('', 'bulk', 'rest')),
    job_id text,
    locator text,
    is_done boolean NOT NULL DEFAULT false,
    is_direct boolean NOT NULL DEFAULT false, -- the table was empty when this read began
    expected bigint,
    pages bigint NOT NULL DEFAULT 0,
    rows bigint NOT NULL DEFAULT 0, -- read by the present job
    kept bigint NOT NULL DEFAULT 0, -- here already when the present job began
    attempts integer NOT NULL DEFAULT 0, -- jobs of Salesforce's that came to nothing
    page_size integer NOT NULL DEFAULT 0, -- records to ask for next, from the speed of the last page
    started_at timestamptz,
    asked_at timestamptz,
    saved_at timestamptz,
    finished_at timestamptz,
    ceiling timestamptz, -- the org's clock when this read began
    watermark timestamptz, -- all that the org changed before this is here
    PRIMARY KEY (object, purpose)
)

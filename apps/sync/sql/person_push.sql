-- Keeps each wish to make a person a Lead in Salesforce: marked before it is sent, so that a killed one is looked for.
CREATE TABLE IF NOT EXISTS person_push (
    sfdc_id text PRIMARY KEY, -- the key that the person had here
    state text NOT NULL CHECK (state IN ('sending', 'refused', 'done')),
    asked_at timestamptz NOT NULL,
    by_name text NOT NULL,
    by_id bigint,
    lead_id text,
    code text,
    reason text
)

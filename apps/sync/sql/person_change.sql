-- Keeps every change of a person's value that was made here; those that are waiting, sending or refused are the outbox.
CREATE TABLE IF NOT EXISTS person_change (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sfdc_id text NOT NULL,
    sfdc_type text, -- null: a person who is not in Salesforce
    column_name text NOT NULL,
    source text, -- Salesforce's field, as it was last written to
    old jsonb NOT NULL,
    new jsonb NOT NULL,
    base jsonb NOT NULL, -- what Salesforce had when we last looked
    sent jsonb, -- what we sent without having heard an answer
    state text NOT NULL CHECK (
        state IN ('here', 'waiting', 'sending', 'refused', 'written', 'agreed', 'overruled', 'replaced')
    ),
    is_sticky boolean NOT NULL DEFAULT false, -- wins whoever else would
    way text NOT NULL, -- page, import or opt-out
    by_name text NOT NULL,
    by_id bigint,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts integer NOT NULL DEFAULT 0,
    not_before timestamptz,
    code text,
    reason text,
    cycle bigint, -- that sent it last
    seen timestamptz, -- the version that it was written over
    ended_at timestamptz,
    CONSTRAINT person_change_open EXCLUDE USING btree (sfdc_id WITH =, column_name WITH =)
        WHERE (state IN ('waiting', 'sending', 'refused'))
)

-- Holds who the leads and contacts of an org are while duplicates are looked for; dropped after seven days at most.
CREATE TABLE IF NOT EXISTS duplicate_person (
    number bigint GENERATED ALWAYS AS IDENTITY,
    sfdc_id text PRIMARY KEY,
    object text NOT NULL,
    name text,
    email text,
    company text,
    changed_at timestamptz,
    is_converted boolean DEFAULT false,
    name_key text,
    initial text,
    company_key text
)

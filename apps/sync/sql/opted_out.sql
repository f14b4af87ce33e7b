-- Remembers every address whose owner opted out, also when no person has it any more.
CREATE TABLE IF NOT EXISTS opted_out (
    email text PRIMARY KEY, -- in lower case
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    spread_at timestamptz -- when every person with this address was told; null: not yet
)

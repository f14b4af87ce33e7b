-- One row for each object of a read; those that are there stay as they are.
INSERT INTO sync_checkpoint (object, purpose, started_at)
SELECT object, %(purpose)s, clock_timestamp() FROM unnest(%(objects)s::text[]) AS object
ON CONFLICT (object, purpose) DO NOTHING

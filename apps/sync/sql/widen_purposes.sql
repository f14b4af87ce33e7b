-- Lets the checkpoints of an older schema take each purpose of today.
ALTER TABLE sync_checkpoint
DROP CONSTRAINT IF EXISTS sync_checkpoint_purpose_check,
ADD CONSTRAINT sync_checkpoint_purpose_check CHECK (purpose IN ('initial', 'cycle', 'calculated', 'backfill'))

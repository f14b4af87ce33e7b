-- Whether the schema knows what today's release needs: each purpose of a checkpoint, and the mark of a record that left its filter.
SELECT
    pg_get_constraintdef(oid) LIKE '%backfill%'
    AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'person'::regclass AND attname = 'left_filter_at')
FROM pg_constraint
WHERE conrelid = 'sync_checkpoint'::regclass AND conname = 'sync_checkpoint_purpose_check'

-- Whether the checkpoints know each purpose of today; those of an older schema don't.
SELECT pg_get_constraintdef(oid) LIKE '%calculated%' FROM pg_constraint
WHERE conrelid = 'sync_checkpoint'::regclass AND conname = 'sync_checkpoint_purpose_check'

-- claims quiet instances that are due, those that wait longest first; what another worker takes just now is left to it
WITH due AS (
    SELECT id FROM sync_syncstate
    WHERE is_enabled AND is_quiet AND next_run_at <= %(now)s AND (lease_until IS NULL OR lease_until < %(now)s)
    ORDER BY next_run_at
    LIMIT %(most)s
    FOR UPDATE SKIP LOCKED
)
UPDATE sync_syncstate AS state
SET claim = %(claim)s, lease_until = %(until)s
FROM due
WHERE state.id = due.id
RETURNING state.*

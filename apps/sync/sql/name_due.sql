-- names instances that are due for a cycle of their own, and remembers when; those just being named elsewhere are left out
WITH due AS (
    SELECT id FROM sync_syncstate
    WHERE is_enabled AND NOT is_quiet AND next_run_at <= %(now)s AND (lease_until IS NULL OR lease_until < %(now)s)
        AND (nudged_at IS NULL OR nudged_at < %(named)s)
    ORDER BY next_run_at
    LIMIT %(most)s
    FOR UPDATE SKIP LOCKED
), named AS (
    UPDATE sync_syncstate AS state SET nudged_at = %(now)s FROM due WHERE state.id = due.id
    RETURNING state.instance_id, state.next_run_at
)
SELECT instance_id FROM named ORDER BY next_run_at

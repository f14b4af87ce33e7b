-- ends cycles that found nothing, of as many instances as are still claimed, and says of which; a cycle left open is that cycle
WITH seen AS (
    SELECT * FROM unnest(
        %(instances)s::bigint[], %(cursors)s::jsonb[], %(calls)s::int[], %(asked)s::timestamptz[], %(next)s::timestamptz[]
    ) AS seen (instance_id, cursors, calls, asked_at, next_run_at)
), freed AS (
    UPDATE sync_syncstate AS state
    SET claim = NULL, lease_until = NULL, nudged_at = NULL, failures = 0, is_quiet = true,
        cursors = seen.cursors, last_synced_at = clock_timestamp(), next_run_at = seen.next_run_at
    FROM seen
    WHERE state.instance_id = seen.instance_id AND state.claim = %(claim)s
    RETURNING seen.*
), resumed AS (
    UPDATE sync_cycle AS cycle
    SET status = 'succeeded', ended_at = clock_timestamp(), calls = cycle.calls + freed.calls,
        asked_at = coalesce(cycle.asked_at, freed.asked_at)
    FROM freed
    WHERE cycle.instance_id = freed.instance_id AND cycle.ended_at IS NULL
    RETURNING cycle.instance_id
), begun AS (
    INSERT INTO sync_cycle (instance_id, is_initial, status, started_at, ended_at, asked_at, calls, problem, waiting)
    SELECT instance_id, false, 'succeeded', %(began)s, clock_timestamp(), asked_at, calls, '{}', '{}'
    FROM freed
    WHERE instance_id NOT IN (SELECT instance_id FROM resumed)
)
SELECT instance_id FROM freed

-- frees instances that go on by a cycle of their own, which begins with the calls of the look that found it out
WITH seen AS (
    SELECT * FROM unnest(%(instances)s::bigint[], %(calls)s::int[]) AS seen (instance_id, calls)
), freed AS (
    UPDATE sync_syncstate AS state
    SET claim = NULL, lease_until = NULL, nudged_at = %(now)s, is_quiet = false
    FROM seen
    WHERE state.instance_id = seen.instance_id AND state.claim = %(claim)s
    RETURNING seen.*
), begun AS (
    INSERT INTO sync_cycle AS cycle (instance_id, is_initial, status, started_at, calls, problem, waiting)
    SELECT instance_id, false, 'in_process', %(began)s, calls, '{}', '{}' FROM freed WHERE calls > 0
    ON CONFLICT (instance_id) WHERE ended_at IS NULL DO UPDATE SET calls = cycle.calls + excluded.calls
)
SELECT instance_id FROM freed

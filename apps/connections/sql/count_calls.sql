-- adds calls to each instance's day, and keeps the org's own figures where a reply carried them
INSERT INTO connections_apiusage AS usage (instance_id, day, calls, org_used, org_max, as_of)
SELECT
    instance, (now() AT TIME ZONE 'UTC')::date, calls, used, most, CASE WHEN used IS NULL THEN NULL ELSE now() END
FROM unnest(%(instances)s::bigint[], %(calls)s::int[], %(used)s::int[], %(max)s::int[]) AS made (instance, calls, used, most)
ORDER BY instance
ON CONFLICT (instance_id, day) DO UPDATE
SET calls = usage.calls + excluded.calls,
    org_used = coalesce(excluded.org_used, usage.org_used),
    org_max = coalesce(excluded.org_max, usage.org_max),
    as_of = coalesce(excluded.as_of, usage.as_of)

-- adds one call to the instance's day, and keeps the org's own figures where the reply carried them
INSERT INTO connections_apiusage AS usage (instance_id, day, calls, org_used, org_max, as_of)
VALUES (%(instance)s, (now() AT TIME ZONE 'UTC')::date, 1, %(used)s, %(max)s, CASE WHEN %(used)s::int IS NULL THEN NULL ELSE now() END)
ON CONFLICT (instance_id, day) DO UPDATE
SET calls = usage.calls + 1,
    org_used = coalesce(excluded.org_used, usage.org_used),
    org_max = coalesce(excluded.org_max, usage.org_max),
    as_of = coalesce(excluded.as_of, usage.as_of)

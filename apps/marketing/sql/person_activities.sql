-- Lists tasks and events with a person, the latest first.
SELECT *
FROM activity
WHERE who_id = ANY(%(ids)s) AND is_deleted IS NOT TRUE
ORDER BY coalesce(start_at, activity_date::timestamptz, created_date) DESC NULLS LAST
LIMIT %(size)s

-- Counts the groups and the people too many, by reason and by place.
SELECT reason, place, count(*)::int AS groups, sum(twice)::bigint AS twice
FROM duplicate_group
GROUP BY reason, place
ORDER BY reason, place

-- Counts arriving people: all, who would join somebody by address, who stays in doubt then, and who is in any group.
WITH class AS (
    SELECT m.class, count(*) AS size,
        count(*) FILTER (WHERE m.object <> 'Here') AS arriving,
        bool_or(m.object = 'Here') AS is_known,
        bool_or(a.class IS NOT NULL) AS is_alike
    FROM duplicate_match AS m
    LEFT JOIN duplicate_alike AS a USING (class)
    GROUP BY m.class
)
SELECT
    coalesce(sum(arriving), 0)::bigint AS people,
    coalesce(sum(arriving - (NOT is_known)::int) FILTER (WHERE size <= %(mailbox)s), 0)::bigint AS joined,
    coalesce(sum(CASE
        WHEN size > %(mailbox)s THEN arriving
        WHEN is_alike THEN (NOT is_known)::int
        ELSE 0
    END), 0)::bigint AS doubtful,
    coalesce(sum(arriving) FILTER (WHERE size > 1 OR is_alike), 0)::bigint AS grouped,
    count(*) FILTER (WHERE size > %(mailbox)s)::int AS mailboxes
FROM class

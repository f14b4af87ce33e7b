-- Makes the list of groups: by address, and by likeness; each stands in one place only, and counts the people too many.
CREATE TABLE duplicate_group AS
WITH counted AS (
    SELECT 'email' AS reason, class AS grp, 100 AS score, class, object FROM duplicate_match WHERE size > 1
    UNION ALL
    SELECT last_value(a.reason) OVER weakest, a.grp, last_value(a.score) OVER weakest, m.class, m.object
    FROM duplicate_alike AS a
    JOIN duplicate_match AS m USING (class)
    WINDOW weakest AS (PARTITION BY a.grp ORDER BY a.score DESC, a.reason ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
SELECT reason, grp, score,
    CASE
        WHEN bool_or(object = 'Here') THEN 'here'
        WHEN count(DISTINCT object) > 1 THEN 'between'
        ELSE lower(min(object))
    END AS place,
    count(*) AS people,
    CASE WHEN reason = 'email' THEN count(*) ELSE count(DISTINCT class) END - 1 AS twice
FROM counted
GROUP BY reason, grp, score

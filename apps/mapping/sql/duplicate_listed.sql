-- Lists the people of groups, group by group: of each kind of reason the first groups, those across objects leading.
WITH member AS (
    SELECT number, class AS grp, true AS by_email FROM duplicate_match WHERE size > 1
    UNION ALL
    SELECT m.number, a.grp, false FROM duplicate_alike AS a JOIN duplicate_match AS m USING (class)
), listed AS (
    SELECT *, reason = 'email' AS by_email, row_number() OVER (
        PARTITION BY reason = 'email' ORDER BY place = 'between' DESC, people DESC, score DESC, grp
    ) AS line
    FROM duplicate_group
)
SELECT g.reason, g.score, g.place, g.people, g.grp, p.object, p.sfdc_id, p.name, p.email, p.company
FROM listed AS g
JOIN member USING (grp, by_email)
JOIN duplicate_person AS p USING (number)
WHERE g.line <= %(groups)s
ORDER BY g.by_email DESC, g.line, p.object DESC, p.sfdc_id
LIMIT %(most)s

-- Lists the blocks within which people are compared; of a block that is too large only its size.
SELECT {block} AS block, count(*) AS size,
    CASE WHEN count(*) <= %(most)s THEN array_agg({compared} ORDER BY {compared}, class) END AS keys,
    CASE WHEN count(*) <= %(most)s THEN array_agg(class ORDER BY {compared}, class) END AS classes
FROM (
    SELECT DISTINCT name_key, initial, company_key, class
    FROM duplicate_match
    WHERE name_key <> '' AND company_key <> '' AND company_key <> ALL (%(nowhere)s)
) AS people
GROUP BY 1
HAVING count(DISTINCT class) > 1

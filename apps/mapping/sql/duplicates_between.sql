-- Counts addresses that a lead (not converted) and a contact share: each would be one more person, and shows some.
WITH shared AS (
    SELECT email, count(*) AS people, (array_agg(sfdc_id ORDER BY object DESC, sfdc_id))[1:3] AS ids
    FROM duplicate_email
    WHERE NOT is_converted
    GROUP BY email
    HAVING count(DISTINCT object) > 1
)
SELECT
    count(*) AS addresses,
    count(*) AS twice,
    (
        SELECT jsonb_agg(jsonb_build_object('people', people, 'ids', ids))
        FROM (SELECT people, ids FROM shared ORDER BY people DESC, email LIMIT 5) AS largest
    ) AS samples
FROM shared

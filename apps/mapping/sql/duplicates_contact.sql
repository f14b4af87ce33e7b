-- Counts addresses that several Contacts share (converted leads apart), the people too many, and shows the largest groups.
WITH shared AS (
    SELECT email, count(*) AS people, (array_agg(sfdc_id ORDER BY sfdc_id))[1:3] AS ids
    FROM duplicate_email
    WHERE object = 'Contact' AND NOT is_converted
    GROUP BY email
    HAVING count(*) > 1
)
SELECT
    count(*) AS addresses,
    coalesce(sum(people - 1), 0)::bigint AS twice,
    (
        SELECT jsonb_agg(jsonb_build_object('people', people, 'ids', ids))
        FROM (SELECT people, ids FROM shared ORDER BY people DESC, email LIMIT 5) AS largest
    ) AS samples
FROM shared

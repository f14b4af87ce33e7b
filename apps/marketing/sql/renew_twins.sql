-- Links all who share an e-mail address as the rule says, and ends links that hold no more; records are never touched.
WITH people AS MATERIALIZED (
    SELECT sfdc_id, kind, system_modstamp, CASE
        WHEN {ignores_plus} THEN regexp_replace(lower(btrim(address)), '\+[^@]*@', '@') ELSE lower(btrim(address))
    END AS address
    FROM (
        SELECT sfdc_id, 2 AS kind, system_modstamp, is_deleted, {contact}::text AS address FROM person_contact
        UNION ALL
        SELECT sfdc_id, 1, system_modstamp, is_deleted, {lead}::text FROM person_lead AS lead
        WHERE NOT (is_converted IS TRUE AND EXISTS (
            SELECT FROM person_contact AS x WHERE x.sfdc_id = lead.converted_contact_id
        ))
        UNION ALL
        SELECT sfdc_id, 0, system_modstamp, is_deleted, {here}::text FROM person_marketing
    ) AS everybody
    WHERE is_deleted IS NOT TRUE AND address <> ''
), shared AS MATERIALIZED (
    SELECT address, count(*) AS size FROM people GROUP BY address HAVING count(*) > 1
), ranked AS (
    SELECT p.sfdc_id, s.size <= {mailbox} AND {joins} AS joins, first_value(p.sfdc_id) OVER (
        PARTITION BY p.address
        ORDER BY p.kind = 0, {prefers_contact} AND p.kind = 2 DESC, stood.joined_to IS NOT NULL DESC,
            p.system_modstamp DESC NULLS LAST, p.sfdc_id
    ) AS root
    FROM people AS p
    JOIN shared AS s USING (address)
    LEFT JOIN (SELECT DISTINCT joined_to FROM person_twin) AS stood ON stood.joined_to = p.sfdc_id
), wanted AS MATERIALIZED (
    SELECT sfdc_id, CASE WHEN joins THEN root END AS joined_to FROM ranked WHERE NOT joins OR sfdc_id <> root
), ended AS (
    DELETE FROM person_twin AS t WHERE NOT EXISTS (SELECT FROM wanted AS w WHERE w.sfdc_id = t.sfdc_id)
)
INSERT INTO person_twin AS t (sfdc_id, joined_to)
SELECT sfdc_id, joined_to FROM wanted
ON CONFLICT (sfdc_id) DO UPDATE SET joined_to = excluded.joined_to
WHERE t.joined_to IS DISTINCT FROM excluded.joined_to

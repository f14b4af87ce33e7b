-- Counts people: all, leads, contacts, deleted ones, those to be reviewed; who is part of another's person is left out.
SELECT count(*) AS "all",
    count(*) FILTER (WHERE sfdc_type = 'Lead') AS lead,
    count(*) FILTER (WHERE sfdc_type = 'Contact') AS contact,
    count(*) FILTER (WHERE is_deleted) AS deleted,
    count(*) FILTER (WHERE t.sfdc_id IS NOT NULL) AS review
FROM person p
LEFT JOIN person_twin t ON t.sfdc_id = p.sfdc_id
WHERE NOT (p.is_converted IS TRUE AND EXISTS (SELECT FROM person_contact x WHERE x.sfdc_id = p.converted_contact_id))
    AND t.joined_to IS NULL

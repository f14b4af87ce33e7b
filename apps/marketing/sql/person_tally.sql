-- Counts people: all, leads, contacts, and those that were deleted in Salesforce; a converted lead is its contact's person.
SELECT count(*) AS "all",
    count(*) FILTER (WHERE sfdc_type = 'Lead') AS lead,
    count(*) FILTER (WHERE sfdc_type = 'Contact') AS contact,
    count(*) FILTER (WHERE is_deleted) AS deleted
FROM person p
WHERE NOT (p.is_converted IS TRUE AND EXISTS (SELECT FROM person_contact x WHERE x.sfdc_id = p.converted_contact_id))

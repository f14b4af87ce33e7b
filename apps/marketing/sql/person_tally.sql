-- Counts people: all, leads, contacts, and those that were deleted in Salesforce.
SELECT count(*) AS "all",
    count(*) FILTER (WHERE sfdc_type = 'Lead') AS lead,
    count(*) FILTER (WHERE sfdc_type = 'Contact') AS contact,
    count(*) FILTER (WHERE is_deleted) AS deleted
FROM person

-- Reads one person with every column that the instance has: by its own id, or by that of a lead that became it.
SELECT * FROM person
WHERE sfdc_id = coalesce((
    SELECT contact.sfdc_id
    FROM person_lead AS lead
    JOIN person_contact AS contact ON contact.sfdc_id = lead.converted_contact_id
    WHERE lead.sfdc_id = %(id)s AND lead.is_converted
), %(id)s)

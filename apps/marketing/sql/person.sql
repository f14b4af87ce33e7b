-- Reads one person with all columns: by the own id, that of a lead that became it, or that of a record that joined it.
WITH contact AS (
    SELECT coalesce((
        SELECT contact.sfdc_id
        FROM person_lead AS lead
        JOIN person_contact AS contact ON contact.sfdc_id = lead.converted_contact_id
        WHERE lead.sfdc_id = %(id)s AND lead.is_converted
    ), %(id)s) AS sfdc_id
)
SELECT * FROM person
WHERE sfdc_id = (
    SELECT coalesce(twin.joined_to, contact.sfdc_id) FROM contact LEFT JOIN person_twin AS twin USING (sfdc_id)
)

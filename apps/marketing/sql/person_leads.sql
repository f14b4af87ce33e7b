-- Lists the leads that a contact was before, the latest conversion first.
SELECT * FROM person_lead
WHERE converted_contact_id = %(id)s AND is_converted
ORDER BY converted_date DESC NULLS LAST, sfdc_id

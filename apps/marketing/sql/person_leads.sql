-- Lists the leads that contacts of a person were before, the latest conversion first.
SELECT * FROM person_lead
WHERE converted_contact_id = ANY(%(ids)s) AND is_converted
ORDER BY converted_date DESC NULLS LAST, sfdc_id

-- Keeps what a page says, once; an address is compared without case and without spaces around it.
INSERT INTO duplicate_email (sfdc_id, object, email, is_converted, converted_contact_id)
SELECT sfdc_id, %(object)s, lower(btrim(email)), coalesce(is_converted, false), converted_contact_id
FROM page
ON CONFLICT (sfdc_id) DO NOTHING

-- Everybody who has this address and was not deleted; a converted lead is its contact.
SELECT sfdc_id, sfdc_type, name, is_deleted, is_converted, system_modstamp FROM person
WHERE lower(btrim({email})) = %(email)s AND is_deleted IS NOT TRUE AND is_converted IS NOT TRUE
ORDER BY system_modstamp DESC NULLS LAST
LIMIT 20

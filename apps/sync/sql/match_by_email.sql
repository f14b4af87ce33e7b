-- Who has each of these addresses: of several the one that was changed last, and nobody who was deleted or converted.
SELECT DISTINCT ON (lower(btrim({email}))) lower(btrim({email})), sfdc_id, sfdc_type FROM person
WHERE lower(btrim({email})) = ANY(%(emails)s) AND is_deleted IS NOT TRUE AND is_converted IS NOT TRUE
ORDER BY lower(btrim({email})), system_modstamp DESC NULLS LAST, sfdc_id

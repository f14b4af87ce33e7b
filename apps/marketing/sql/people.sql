-- Lists people by key, from the one after `after`; who is part of another's person is left out. The rest is filled in.
SELECT p.sfdc_id, p.sfdc_type, p.name, p.is_deleted, p.is_converted, p.system_modstamp, {shown}
FROM person p
LEFT JOIN company c ON c.sfdc_id = p.sfdc_account_id
WHERE p.sfdc_id > %(after)s AND {matches} AND {part}
    AND NOT (p.is_converted IS TRUE AND EXISTS (SELECT FROM person_contact x WHERE x.sfdc_id = p.converted_contact_id))
    AND NOT EXISTS (SELECT FROM person_twin t WHERE t.sfdc_id = p.sfdc_id AND t.joined_to IS NOT NULL)
ORDER BY p.sfdc_id
LIMIT %(size)s

-- Lists people by key, from the one after `after`; a converted lead is its contact's person. The rest is filled in.
SELECT p.sfdc_id, p.sfdc_type, p.name, p.is_deleted, p.is_converted, p.system_modstamp, {shown}
FROM person p
LEFT JOIN company c ON c.sfdc_id = p.sfdc_account_id
WHERE p.sfdc_id > %(after)s AND {matches} AND {part}
    AND NOT (p.is_converted IS TRUE AND EXISTS (SELECT FROM person_contact x WHERE x.sfdc_id = p.converted_contact_id))
ORDER BY p.sfdc_id
LIMIT %(size)s

-- Lists people in the order of their key, from the one after `after`; what is shown, what matches and which part is filled in.
SELECT p.sfdc_id, p.sfdc_type, p.name, p.is_deleted, p.is_converted, p.system_modstamp, {shown}
FROM person p
LEFT JOIN company c ON c.sfdc_id = p.sfdc_account_id
WHERE p.sfdc_id > %(after)s AND {matches} AND {part}
ORDER BY p.sfdc_id
LIMIT %(size)s

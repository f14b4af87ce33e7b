-- The row errors of single records of an object.
SELECT object, record_id, field, value, code, reason, is_refused, at FROM sync_row_error
WHERE object = %(object)s AND record_id = ANY(%(ids)s)
ORDER BY record_id, field

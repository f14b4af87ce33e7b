-- Row errors by cause, the most frequent first, each with one value as an example.
SELECT object, field, code, is_refused, count(*) AS number, min(reason) AS reason, min(value) AS example, max(at) AS at
FROM sync_row_error
GROUP BY object, field, code, is_refused
ORDER BY number DESC, object, field

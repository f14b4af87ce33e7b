-- What a column held before another field was let feed it, the newest first.
SELECT sfdc_id, value, source, kept_at::text FROM gangway_kept_value
WHERE kind = %(kind)s AND column_name = %(column)s
ORDER BY kept_at DESC, sfdc_id

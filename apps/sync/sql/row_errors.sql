-- Single row errors, the newest first; an empty object or field means all, no records named means any.
SELECT object, record_id, field, value, code, reason, is_refused, at FROM sync_row_error
WHERE %(object)s IN ('', object) AND %(field)s IN ('', field)
    AND (%(records)s::text[] IS NULL OR left(record_id, 15) = ANY(%(records)s))
ORDER BY at DESC, object, record_id, field
LIMIT %(most)s

-- The latest changes of one person that were made here.
SELECT sfdc_type, column_name, coalesce(source, column_name) AS field, old, new, base, state, way, by_name, at, code, reason
FROM person_change
WHERE sfdc_id = %(sfdc_id)s
ORDER BY number DESC
LIMIT %(most)s

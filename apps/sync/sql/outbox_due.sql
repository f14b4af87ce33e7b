-- The records whose changes are to be written now, the longest waiting first.
SELECT sfdc_id FROM person_change
WHERE sfdc_type = %(object)s AND state IN ('waiting', 'sending') AND column_name = ANY(%(columns)s)
    AND (not_before IS NULL OR not_before <= clock_timestamp())
GROUP BY sfdc_id
ORDER BY min(number)
LIMIT %(most)s

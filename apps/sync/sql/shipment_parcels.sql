-- What was sent to some records and has no answer yet, by field; what was changed here meanwhile is told as well.
SELECT sfdc_id, jsonb_object_agg(source, number ORDER BY number DESC) FROM person_change
WHERE sfdc_id = ANY(%(ids)s) AND sent = new AND source IS NOT NULL
    AND (state = 'sending' OR (state = 'replaced' AND ended_at >= %(since)s))
GROUP BY sfdc_id

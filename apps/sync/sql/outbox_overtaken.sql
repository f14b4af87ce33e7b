-- A change that was made while an earlier one was on its way knows now what Salesforce has.
UPDATE person_change AS later
SET base = CASE WHEN answer.verdict = 'written' THEN earlier.new ELSE later.base END, sent = NULL
FROM jsonb_to_recordset(%(answers)s::jsonb) AS answer (number bigint, verdict text)
JOIN person_change AS earlier USING (number)
WHERE earlier.state = 'replaced' AND later.state = 'waiting'
    AND later.sfdc_id = earlier.sfdc_id AND later.column_name = earlier.column_name

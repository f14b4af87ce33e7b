-- Remembers the job before anything of it is sent; the one before has its answers.
INSERT INTO person_shipment (object, job_id, cycle, state, records)
SELECT %(object)s, %(job)s, %(cycle)s, 'open', count(DISTINCT sfdc_id) FROM person_change
WHERE sfdc_type = %(object)s AND state = 'sending'
ON CONFLICT (object) DO UPDATE
SET job_id = excluded.job_id, cycle = excluded.cycle, state = excluded.state, records = excluded.records,
    asked_at = excluded.asked_at

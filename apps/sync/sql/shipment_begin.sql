-- Remembers the job before anything of it is sent; the one before has its answers.
INSERT INTO person_shipment (object, job_id, cycle, state) VALUES (%(object)s, %(job)s, %(cycle)s, 'open')
ON CONFLICT (object) DO UPDATE
SET job_id = excluded.job_id, cycle = excluded.cycle, state = excluded.state, asked_at = excluded.asked_at

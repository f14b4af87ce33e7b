-- Marks that a person is about to become a lead; the time of a try that was never answered stays.
INSERT INTO person_push AS push (sfdc_id, state, asked_at, by_name, by_id)
VALUES (%(sfdc_id)s, 'sending', %(asked_at)s, %(by_name)s, %(by_id)s)
ON CONFLICT (sfdc_id) DO UPDATE
SET state = 'sending', by_name = excluded.by_name, by_id = excluded.by_id, code = NULL, reason = NULL,
    asked_at = excluded.asked_at

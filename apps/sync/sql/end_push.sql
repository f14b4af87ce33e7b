-- How the wish to make a lead ended.
UPDATE person_push
SET state = CASE WHEN %(lead_id)s::text IS NULL THEN 'refused' ELSE 'done' END, lead_id = %(lead_id)s,
    code = %(code)s, reason = %(reason)s
WHERE sfdc_id = %(sfdc_id)s

-- What Salesforce answered to each change that was sent; one that was replaced meanwhile stays so.
UPDATE person_change AS change
SET state = answer.verdict, code = answer.code, reason = answer.reason,
    sent = CASE WHEN answer.verdict = 'written' THEN change.sent END,
    seen = (SELECT p.system_modstamp FROM person AS p WHERE p.sfdc_id = change.sfdc_id),
    not_before = clock_timestamp() + make_interval(secs => CASE WHEN answer.is_held THEN least(0.3 * 2 ^ change.attempts, 300) ELSE 0 END),
    ended_at = CASE WHEN answer.verdict = 'written' THEN clock_timestamp() END
FROM jsonb_to_recordset(%(answers)s::jsonb)
    AS answer (number bigint, verdict text, code text, reason text, is_held boolean)
WHERE change.number = answer.number AND change.state = 'sending'

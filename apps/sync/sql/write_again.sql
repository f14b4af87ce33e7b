-- A change that Salesforce refused is tried once more with its record.
UPDATE person_change SET state = 'waiting', code = NULL, reason = NULL
WHERE state = 'refused' AND (sfdc_type, sfdc_id) IN (SELECT object, record_id FROM sync_again)

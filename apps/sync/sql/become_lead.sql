-- The person moves to the leads, with everything that only marketing knows.
UPDATE person SET sfdc_type = 'Lead', sfdc_id = %(lead_id)s, system_modstamp = NULL
WHERE sfdc_type IS NULL AND sfdc_id = %(sfdc_id)s

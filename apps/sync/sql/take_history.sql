-- What was changed of the person before stays readable, and went to Salesforce with the lead.
UPDATE person_change
SET sfdc_id = %(lead_id)s, sfdc_type = 'Lead', state = CASE state WHEN 'here' THEN 'written' ELSE state END
WHERE sfdc_id = %(sfdc_id)s

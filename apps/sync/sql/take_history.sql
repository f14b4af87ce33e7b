-- What was changed of the person before stays readable.
UPDATE person_change SET sfdc_id = %(lead_id)s, sfdc_type = 'Lead' WHERE sfdc_id = %(sfdc_id)s

-- Leads among these that were converted: Salesforce takes no change of them.
SELECT sfdc_id FROM person_lead WHERE sfdc_id = ANY(%(ids)s) AND is_converted

-- How many people were changed here whose values are not in Salesforce yet.
SELECT count(DISTINCT sfdc_id) FROM person_change WHERE state IN ('waiting', 'sending')

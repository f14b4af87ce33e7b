-- Which of some records are in the marketing database, and how new.
SELECT sfdc_id, system_modstamp FROM {table} WHERE sfdc_id = ANY(%(ids)s)

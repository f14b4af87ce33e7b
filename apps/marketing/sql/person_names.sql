-- What these people are called; nobody who is not here, and no name where there is none.
SELECT sfdc_id, name FROM person WHERE sfdc_id = ANY(%(ids)s) AND name IS NOT NULL

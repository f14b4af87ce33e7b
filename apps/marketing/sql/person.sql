-- Reads one person with every column that the instance has.
SELECT * FROM person WHERE sfdc_id = %(id)s

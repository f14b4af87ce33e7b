-- Reads one company with every column that the instance has.
SELECT * FROM company WHERE sfdc_id = %(id)s

-- Reads one sales user.
SELECT * FROM sales_user WHERE sfdc_id = %(id)s

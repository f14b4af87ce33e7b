-- Some of the missing records.
SELECT sfdc_id FROM sync_missing WHERE object = %(object)s ORDER BY sfdc_id LIMIT %(most)s

-- How many records are here that are not deleted.
SELECT count(*) FROM {table} WHERE is_deleted IS NOT TRUE

-- How many records are here that were not changed after a moment; deleted ones are kept, but not counted.
SELECT count(*) FROM {table} WHERE is_deleted IS NOT TRUE AND system_modstamp <= %(ceiling)s

-- How many records are here that were not changed after a moment; deleted ones and those that left the filter are not counted.
SELECT count(*) FROM {table}
WHERE is_deleted IS NOT TRUE AND left_filter_at IS NULL AND system_modstamp <= %(ceiling)s

-- Some records by chance, none changed after a moment, none deleted and none that left the filter.
SELECT sfdc_id FROM {table} WHERE is_deleted IS NOT TRUE AND left_filter_at IS NULL AND system_modstamp <= %(ceiling)s
ORDER BY random() LIMIT %(most)s

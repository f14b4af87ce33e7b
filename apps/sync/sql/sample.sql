-- Some records by chance, none changed after a moment and none deleted.
SELECT sfdc_id FROM {table} WHERE is_deleted IS NOT TRUE AND system_modstamp <= %(ceiling)s
ORDER BY random() LIMIT %(most)s

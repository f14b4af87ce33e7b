-- Takes the mark from records that fit the filter of their object again.
UPDATE {table} SET left_filter_at = NULL WHERE sfdc_id = ANY(%(ids)s) AND left_filter_at IS NOT NULL

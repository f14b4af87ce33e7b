-- Notes when a record left the filter of its object; it stays, and a second leaving changes nothing.
UPDATE {table} SET left_filter_at = now() WHERE sfdc_id = ANY(%(ids)s) AND left_filter_at IS NULL

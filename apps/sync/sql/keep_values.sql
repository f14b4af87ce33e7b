-- Copies the values of a column aside, before another field feeds it.
INSERT INTO gangway_kept_value (kind, column_name, sfdc_id, value, source)
SELECT %(kind)s, %(column)s, sfdc_id, {column}::text, %(source)s FROM {table} WHERE {column} IS NOT NULL

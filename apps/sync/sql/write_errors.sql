-- Tells of each change that Salesforce refused, in its own words.
INSERT INTO sync_row_error AS error (object, record_id, field, value, code, reason, way)
SELECT sfdc_type, sfdc_id, coalesce(source, column_name), left(new #>> '{}', 80), code, reason, 'write'
FROM person_change WHERE state = 'refused' AND sfdc_type = %(object)s
ON CONFLICT (object, record_id, field) DO UPDATE
SET value = excluded.value, code = excluded.code, reason = excluded.reason, way = excluded.way, at = excluded.at

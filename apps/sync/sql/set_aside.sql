-- Writes down each value that PostgreSQL refuses, with its reason; the record lands without it.
INSERT INTO sync_row_error AS error (object, record_id, field, value, code, reason)
SELECT DISTINCT ON (page.sfdc_id, part.field)
    %(object)s, page.sfdc_id, part.field, left(part.value, 80), wrong.code, wrong.reason
FROM arriving_text AS page
CROSS JOIN LATERAL (VALUES {parts}) AS part (field, value, type, is_indexed)
CROSS JOIN LATERAL (
    SELECT message, sql_error_code FROM pg_input_error_info(part.value, part.type) WHERE message IS NOT NULL
    UNION ALL
    SELECT 'text longer than an index takes', '54000' WHERE part.is_indexed AND octet_length(part.value) > 2600
) AS wrong (reason, code)
ON CONFLICT (object, record_id, field) DO UPDATE
SET value = excluded.value, code = excluded.code, reason = excluded.reason, at = excluded.at

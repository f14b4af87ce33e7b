-- Takes out the records that nobody could find again: a bad Id, or a bad SystemModstamp.
WITH refused AS (
    DELETE FROM arriving_text AS page WHERE ({acceptable}) IS NOT TRUE
    RETURNING coalesce(left(sfdc_id, 40), '') AS record_id, coalesce(octet_length(sfdc_id) = 18, false) AS has_id,
        left(sfdc_id, 80) AS id, left(system_modstamp, 80) AS modstamp
), kept AS (
    INSERT INTO sync_row_error AS error (object, record_id, field, value, code, reason, is_refused)
    SELECT DISTINCT ON (record_id, has_id) %(object)s, record_id,
        CASE WHEN has_id THEN 'SystemModstamp' ELSE 'Id' END, CASE WHEN has_id THEN modstamp ELSE id END,
        'GW001', 'the record cannot be told from others', true
    FROM refused
    ON CONFLICT (object, record_id, field) DO UPDATE SET value = excluded.value, at = excluded.at
)
SELECT count(*) FROM refused

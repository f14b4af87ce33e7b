-- Writes down which values are about to change, and which of them go to Salesforce; a value that stays is no change.
WITH wanted AS (
    SELECT p.sfdc_id, p.sfdc_type, item.patch, to_jsonb(p) AS before,
        to_jsonb(jsonb_populate_record(p, item.patch)) AS after
    FROM jsonb_to_recordset(%(wanted)s::jsonb) AS item (sfdc_id text, patch jsonb)
    JOIN person AS p USING (sfdc_id)
), differing AS (
    SELECT sfdc_id, sfdc_type, name AS column_name, before -> name AS old, after -> name AS new
    FROM wanted CROSS JOIN LATERAL jsonb_object_keys(patch) AS name
    WHERE before -> name IS DISTINCT FROM after -> name
), replaced AS (
    UPDATE person_change AS change SET state = 'replaced', ended_at = clock_timestamp()
    FROM differing
    WHERE change.sfdc_id = differing.sfdc_id AND change.column_name = differing.column_name
        AND change.state IN ('waiting', 'sending', 'refused')
    RETURNING change.sfdc_id, change.column_name, change.base, change.sent
), judged AS (
    SELECT differing.*, coalesce(replaced.base, differing.old) AS base, replaced.sent,
        CASE
            WHEN NOT coalesce((%(sendable)s::jsonb -> differing.sfdc_type) ? differing.column_name, false) THEN 'here'
            WHEN replaced.sent IS NULL AND differing.new = replaced.base THEN 'agreed'
            ELSE 'waiting'
        END AS state
    FROM differing LEFT JOIN replaced USING (sfdc_id, column_name)
)
INSERT INTO person_change (
    sfdc_id, sfdc_type, column_name, old, new, base, sent, state, is_sticky, way, by_name, by_id, ended_at
)
SELECT sfdc_id, sfdc_type, column_name, old, new, base, sent, state, %(is_sticky)s, %(way)s, %(by_name)s, %(by_id)s,
    CASE WHEN state <> 'waiting' THEN clock_timestamp() END
FROM judged

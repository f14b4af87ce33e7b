-- Holds the changes that wait against what Salesforce says now: what is the same is settled, of two the winner stays.
WITH heard AS (
    SELECT change.number, change.state, change.new, change.base, change.sent, change.is_sticky,
        to_jsonb(page) -> change.column_name AS there, page.system_modstamp > here.system_modstamp AS is_newer
    FROM arriving AS page
    JOIN {table} AS here USING (sfdc_id)
    JOIN person_change AS change USING (sfdc_id)
    WHERE change.state IN ('waiting', 'sending', 'refused') AND change.column_name = ANY(%(columns)s)
        AND (here.system_modstamp IS NULL OR page.system_modstamp >= here.system_modstamp)
), judged AS (
    SELECT number, there,
        CASE
            WHEN there = new THEN CASE WHEN sent = new THEN 'written' ELSE 'agreed' END
            WHEN NOT (is_sticky OR %(marketing_wins)s) AND there <> base AND there IS DISTINCT FROM sent THEN 'overruled'
            WHEN state = 'refused' AND is_newer THEN 'waiting'
            ELSE state
        END AS verdict
    FROM heard
)
UPDATE person_change AS change SET base = judged.there, state = judged.verdict,
    ended_at = CASE WHEN judged.verdict IN ('agreed', 'written', 'overruled') THEN clock_timestamp() END
FROM judged WHERE change.number = judged.number

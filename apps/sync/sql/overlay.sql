-- A value made here stays until Salesforce has it, whatever a page says that was read before.
UPDATE arriving AS page SET ({columns}) = (SELECT {fresh} FROM jsonb_populate_record(page, patch.news) AS fresh)
FROM (
    SELECT change.sfdc_id, jsonb_object_agg(change.column_name, change.new ORDER BY change.number) AS news
    FROM person_change AS change JOIN arriving USING (sfdc_id)
    WHERE change.column_name = ANY(%(columns)s) AND (
        change.state IN ('waiting', 'sending', 'refused')
        OR (change.state = 'written' AND change.seen > arriving.system_modstamp)
    )
    GROUP BY change.sfdc_id
) AS patch
WHERE page.sfdc_id = patch.sfdc_id

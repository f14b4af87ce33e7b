-- Marks the changes of some records as being sent, and says what Salesforce is to take of each.
WITH marked AS (
    UPDATE person_change AS change
    SET state = 'sending', sent = change.new, source = name.source, attempts = change.attempts + 1, cycle = %(cycle)s
    FROM unnest(%(columns)s::text[], %(sources)s::text[], %(types)s::text[]) AS name (column_name, source, type)
    WHERE change.column_name = name.column_name AND change.sfdc_id = ANY(%(ids)s)
        AND change.state IN ('waiting', 'sending')
    RETURNING change.sfdc_id, change.number, name.source,
        CASE WHEN name.type = 'time' THEN to_jsonb((change.new #>> '{}') || 'Z') ELSE change.new END AS value
)
SELECT sfdc_id, jsonb_object_agg(source, number), jsonb_object_agg(source, value)
FROM marked GROUP BY sfdc_id ORDER BY sfdc_id

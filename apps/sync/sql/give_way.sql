-- Gives up changes that Salesforce refused, and says what it had there when we last looked; an opt-out stays.
UPDATE person_change AS change SET state = 'overruled', sent = NULL, ended_at = clock_timestamp()
FROM unnest(%(objects)s::text[], %(records)s::text[], %(fields)s::text[]) AS chosen (object, record_id, field)
WHERE change.sfdc_type = chosen.object AND change.sfdc_id = chosen.record_id AND change.state = 'refused'
    AND coalesce(change.source, change.column_name) = chosen.field
    AND NOT (change.is_sticky OR (change.new = 'true' AND change.column_name = ANY(%(opt_outs)s)))
RETURNING change.sfdc_type, change.sfdc_id, change.column_name, change.base

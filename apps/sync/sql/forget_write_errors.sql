-- A change that is no longer refused is no error any more.
DELETE FROM sync_row_error AS error
WHERE error.way = 'write' AND error.object = %(object)s AND NOT EXISTS (
    SELECT FROM person_change AS change
    WHERE change.sfdc_id = error.record_id AND change.source = error.field AND change.state = 'refused'
)

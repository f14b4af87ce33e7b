-- A record that arrives again is judged anew, in all fields or in those that were read.
DELETE FROM sync_row_error AS error USING {page} AS page
WHERE error.way = 'read' AND error.object = %(object)s AND error.record_id = page.sfdc_id AND {is_read}

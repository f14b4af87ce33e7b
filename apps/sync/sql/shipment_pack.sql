-- Marks as being sent the changes of as many records as one file takes, the longest waiting first.
WITH due AS (
    SELECT change.sfdc_id, min(change.number) AS first, sum(octet_length(change.new::text)) + %(width)s AS size
    FROM person_change AS change JOIN {table} AS here USING (sfdc_id)
    WHERE change.sfdc_type = %(object)s AND change.state = 'waiting' AND change.column_name = ANY(%(columns)s)
        AND (change.not_before IS NULL OR change.not_before <= clock_timestamp())
        -- these are looked at one by one: nobody reads them any more, or Salesforce refuses each change of them
        AND here.is_deleted IS NOT TRUE AND here.is_converted IS NOT TRUE AND here.left_filter_at IS NULL
    GROUP BY change.sfdc_id
    -- a text that says what empties a field can't be said in a file
    HAVING max(change.attempts) < %(tries)s AND bool_and(btrim(change.new #>> '{{}}') IS DISTINCT FROM %(emptied)s)
), ranked AS (
    SELECT sfdc_id, row_number() OVER waited AS place, sum(size) OVER waited AS total
    FROM due WINDOW waited AS (ORDER BY first)
)
UPDATE person_change AS change
SET state = 'sending', sent = change.new, source = name.source, attempts = change.attempts + 1, cycle = %(cycle)s
FROM ranked, unnest(%(columns)s::text[], %(sources)s::text[]) AS name (column_name, source)
WHERE ranked.place <= %(most)s AND ranked.total <= %(bytes)s AND change.sfdc_id = ranked.sfdc_id
    AND change.column_name = name.column_name AND change.state = 'waiting'

-- The file: an empty cell leaves a field alone, one that says so empties it.
COPY (
    SELECT here.sfdc_id AS "Id", {cells}
    FROM (
        SELECT sfdc_id, jsonb_object_agg(source, sent) AS said FROM person_change
        WHERE sfdc_type = {object} AND state = 'sending'
        GROUP BY sfdc_id
    ) AS changed
    JOIN {table} AS here USING (sfdc_id)
    ORDER BY here.sfdc_account_id NULLS FIRST, here.sfdc_id
) TO STDOUT (FORMAT csv, HEADER true)

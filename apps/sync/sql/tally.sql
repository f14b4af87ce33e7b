-- Counts what a page is about to change; a touched record without a change in any mapped field is a skip.
SELECT
    count(*) FILTER (WHERE here.sfdc_id IS NULL AND NOT {is_gone}),
    count(*) FILTER (WHERE here.system_modstamp <= page.system_modstamp AND NOT {is_gone} AND ROW ({olds}) IS DISTINCT FROM ROW ({news})),
    count(*) FILTER (WHERE here.is_deleted IS FALSE AND {is_gone}),
    count(*) FILTER (WHERE here.system_modstamp < page.system_modstamp AND NOT {is_gone} AND NOT ROW ({olds}) IS DISTINCT FROM ROW ({news}))
FROM arriving AS page LEFT JOIN {table} AS here ON here.sfdc_id = page.sfdc_id

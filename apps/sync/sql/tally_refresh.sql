-- Counts the records whose calculated values a page is about to change; it brings and deletes none.
SELECT 0, count(*), 0, 0
FROM arriving AS page JOIN {table} AS here ON here.sfdc_id = page.sfdc_id
WHERE here.system_modstamp <= page.system_modstamp AND ROW ({olds}) IS DISTINCT FROM ROW ({news})

-- Gives people the values that were made here.
UPDATE person AS p SET ({columns}) = (SELECT {fresh} FROM jsonb_populate_record(p, item.patch) AS fresh)
FROM jsonb_to_recordset(%(wanted)s::jsonb) AS item (sfdc_id text, patch jsonb)
WHERE p.sfdc_id = item.sfdc_id

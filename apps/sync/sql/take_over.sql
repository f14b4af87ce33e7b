-- Of two versions of a record the newer stays; one that says nothing new is left alone, one deleted unseen stays out.
MERGE INTO {table} AS here USING arriving AS page ON here.sfdc_id = page.sfdc_id
WHEN MATCHED AND (
    here.system_modstamp IS NULL OR here.system_modstamp < page.system_modstamp
    OR (here.system_modstamp = page.system_modstamp AND ROW ({olds}) IS DISTINCT FROM ROW ({news}))
) THEN UPDATE SET {changes}
WHEN NOT MATCHED AND {is_wanted} THEN INSERT ({columns}) VALUES ({values})

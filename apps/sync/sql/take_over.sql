-- Of two versions of a record the newer stays; one that says nothing new is left alone, one deleted unseen stays out.
INSERT INTO {table} AS here ({columns})
SELECT {columns} FROM arriving AS page WHERE {is_wanted}
ON CONFLICT (sfdc_id) DO UPDATE SET ({changed}) = ROW ({news})
WHERE (here.system_modstamp IS NULL OR here.system_modstamp <= excluded.system_modstamp)
    AND ROW ({olds}) IS DISTINCT FROM ROW ({news})

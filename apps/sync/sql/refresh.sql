-- Calculated values change without SystemModstamp: takes over what differs, into records that are here and not newer.
UPDATE {table} AS here SET {changes} FROM arriving AS page
WHERE here.sfdc_id = page.sfdc_id AND here.system_modstamp <= page.system_modstamp
    AND ROW ({olds}) IS DISTINCT FROM ROW ({news})

-- Marks the missing records as deleted; one that came back since has another stamp, and stays.
UPDATE {table} AS here SET is_deleted = true FROM sync_missing AS missing
WHERE missing.object = %(object)s AND missing.sfdc_id = here.sfdc_id
    AND missing.system_modstamp = here.system_modstamp AND here.is_deleted IS NOT TRUE

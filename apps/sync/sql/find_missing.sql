-- Writes down what is here, not deleted, not from the last minutes, and not among Salesforce's Ids.
INSERT INTO sync_missing (object, sfdc_id, system_modstamp)
SELECT %(object)s, here.sfdc_id, here.system_modstamp FROM {table} AS here
WHERE here.is_deleted IS NOT TRUE AND here.system_modstamp < %(before)s
    AND NOT EXISTS (SELECT FROM there WHERE there.sfdc_id = here.sfdc_id)

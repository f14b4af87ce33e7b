-- Marks records as deleted whose deletion the org's log names; those that are marked already are left alone.
UPDATE {table} SET is_deleted = true WHERE sfdc_id = ANY (%(ids)s) AND is_deleted IS NOT TRUE

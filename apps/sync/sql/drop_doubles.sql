-- Of several versions of one record on a page only the newest stays.
DELETE FROM arriving AS older USING arriving AS newer
WHERE older.sfdc_id = newer.sfdc_id AND (older.system_modstamp, older.ctid) < (newer.system_modstamp, newer.ctid)

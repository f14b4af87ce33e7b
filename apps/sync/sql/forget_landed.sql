-- Leaves only the records that were not taken over from this page.
DELETE FROM arriving_text AS page USING {landed} AS here
WHERE here.sfdc_id = page.sfdc_id AND here.system_modstamp = {modstamp}

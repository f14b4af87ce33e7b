-- The values of a sample that differ here from there; a bad value is null on both sides, a record that moved on is left out.
SELECT page.sfdc_id, part.field
FROM arriving AS page
JOIN {table} AS here ON here.sfdc_id = page.sfdc_id AND here.system_modstamp = page.system_modstamp
CROSS JOIN LATERAL (VALUES {parts}) AS part (field, differs)
WHERE part.differs
ORDER BY page.sfdc_id, part.field

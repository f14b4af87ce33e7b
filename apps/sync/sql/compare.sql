-- The values of a sample that differ here from there, row errors apart; records that moved on meanwhile are left out.
SELECT page.sfdc_id, part.field
FROM arriving AS page
JOIN {table} AS here ON here.sfdc_id = page.sfdc_id AND here.system_modstamp = page.system_modstamp
CROSS JOIN LATERAL (VALUES {parts}) AS part (field, differs)
WHERE part.differs AND NOT EXISTS (
    SELECT FROM sync_row_error AS error
    WHERE error.object = %(object)s AND error.record_id = page.sfdc_id AND error.field = part.field
)
ORDER BY page.sfdc_id, part.field

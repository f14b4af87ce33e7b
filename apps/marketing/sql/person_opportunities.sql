-- Lists the opportunities in which a person has a role; without a role an opportunity belongs to nobody.
SELECT o.*, r.role, r.is_primary
FROM opportunity_role r
JOIN opportunity o ON o.sfdc_id = r.opportunity_id
WHERE r.contact_id = ANY(%(ids)s) AND r.is_deleted IS NOT TRUE
ORDER BY o.created_date DESC NULLS LAST
LIMIT %(size)s

-- Lists the campaigns of a person, as a lead or as a contact, the latest first.
SELECT c.*, m.status AS member_status, m.has_responded, m.first_responded_date, m.created_date AS member_since
FROM campaign_member m
JOIN campaign c ON c.sfdc_id = m.campaign_id
WHERE (m.lead_id = ANY(%(ids)s) OR m.contact_id = ANY(%(ids)s)) AND m.is_deleted IS NOT TRUE
ORDER BY m.created_date DESC NULLS LAST
LIMIT %(size)s

-- The users who can own a lead, by name.
SELECT sfdc_id, coalesce(name, sfdc_id) FROM sales_user
WHERE is_active AND coalesce(user_type, 'Standard') = 'Standard'
ORDER BY name, sfdc_id
LIMIT 500

-- Every person with these addresses knows now.
UPDATE opted_out SET spread_at = clock_timestamp() WHERE email = ANY(%(emails)s)

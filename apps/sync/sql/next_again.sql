-- The records of an object that were asked for longest ago.
SELECT record_id FROM sync_again WHERE object = %(object)s ORDER BY asked_at, record_id LIMIT %(most)s

-- Forgets requests that were answered; one that came while we were asking stays.
DELETE FROM sync_again WHERE object = %(object)s AND record_id = ANY(%(ids)s) AND asked_at <= %(before)s

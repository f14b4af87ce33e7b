-- Marks a second session of the worker that moves records of the instance, so that both are ended together.
SELECT pg_advisory_lock_shared(hashtext('gangway sync beside'), hashtext(%(schema)s))

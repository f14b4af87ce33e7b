-- Makes this the one session that moves records of the instance, until it ends.
SELECT pg_try_advisory_lock(hashtext('gangway sync'), hashtext(%(schema)s))

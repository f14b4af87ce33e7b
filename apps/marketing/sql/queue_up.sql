-- Lets one transaction at a time change the structure of this schema; the lock goes with the transaction.
SELECT pg_advisory_xact_lock(hashtext('gangway structure'), hashtext(%(schema)s))

-- Ends the sessions of a worker whose lease was given to us; what it had not committed rolls back.
SELECT pg_terminate_backend(pid) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid::bigint IN (
        hashtext('gangway sync')::bigint & 4294967295, hashtext('gangway sync beside')::bigint & 4294967295
    )
    AND objid::bigint = hashtext(%(schema)s)::bigint & 4294967295 AND objsubid = 2

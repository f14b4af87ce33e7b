-- The pages of the initial sync since its last beginning: when each was committed, and how many records it brought.
SELECT object, rows, at FROM sync_count WHERE purpose = 'initial' AND rows > 0 ORDER BY number DESC LIMIT 2000

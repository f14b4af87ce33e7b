-- Reads all receipts of an instance, the oldest first.
SELECT number, list_hash, statement, fields, accepted_by, accepted_by_id, created_at
FROM gangway_receipt
ORDER BY number

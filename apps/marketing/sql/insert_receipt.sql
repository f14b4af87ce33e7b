-- Writes the receipt in the transaction that creates the columns.
INSERT INTO gangway_receipt (list_hash, statement, fields, accepted_by, accepted_by_id)
VALUES (%(list_hash)s, %(statement)s, %(fields)s, %(accepted_by)s, %(accepted_by_id)s)
RETURNING number, list_hash, statement, fields, accepted_by, accepted_by_id, created_at

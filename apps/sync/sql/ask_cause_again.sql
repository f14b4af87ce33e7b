-- Asks for the records behind row errors again: of one cause, of one field, or all; one without an Id has no address.
INSERT INTO sync_again (object, record_id)
SELECT DISTINCT object, record_id FROM sync_row_error
WHERE record_id ~ '^[a-zA-Z0-9]{18}$' AND %(object)s IN ('', object) AND %(field)s IN ('', field) AND %(code)s IN ('', code)
ON CONFLICT DO NOTHING

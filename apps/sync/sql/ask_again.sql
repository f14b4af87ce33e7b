-- Asks for single records again; who was asked for already is not asked twice.
INSERT INTO sync_again (object, record_id)
SELECT %(object)s, record_id FROM unnest(%(ids)s::text[]) AS record_id
ON CONFLICT DO NOTHING

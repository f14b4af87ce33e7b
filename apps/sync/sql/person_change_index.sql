-- Finds the history of one person without reading that of others.
CREATE INDEX IF NOT EXISTS person_change_by_person ON person_change (sfdc_id, number)

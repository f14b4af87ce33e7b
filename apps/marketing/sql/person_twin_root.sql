-- Finds those who joined somebody by the record that stands for them.
CREATE INDEX IF NOT EXISTS person_twin_by_joined_to ON person_twin (joined_to) WHERE joined_to IS NOT NULL

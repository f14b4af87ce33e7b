-- Deletes all that was read to look for duplicates.
DROP TABLE IF EXISTS duplicate_person, duplicate_match, duplicate_alike, duplicate_group

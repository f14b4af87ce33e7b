-- Counts the people that the first sync would make: every contact, and every lead that is not converted.
SELECT count(*) AS people FROM duplicate_email WHERE NOT is_converted

-- Takes a page of REST records, one statement for all of them; empty and null are the same, as in CSV.
INSERT INTO arriving_text ({columns})
SELECT {values} FROM jsonb_array_elements(%(records)s::jsonb) AS record

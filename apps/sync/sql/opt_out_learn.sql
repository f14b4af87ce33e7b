-- Remembers the addresses of those who opted out.
INSERT INTO opted_out (email)
SELECT DISTINCT lower(btrim({email})) FROM {people} WHERE {opt_out} AND btrim({email}) <> ''
ON CONFLICT (email) DO NOTHING

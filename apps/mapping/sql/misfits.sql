-- The values that a type would refuse, with their place in the list.
SELECT place FROM unnest(%(values)s::text[]) WITH ORDINALITY AS listed (value, place)
WHERE NOT pg_input_is_valid(value, %(type)s)

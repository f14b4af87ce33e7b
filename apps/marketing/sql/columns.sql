-- Lists every column that the instance's tables of records have, as PostgreSQL itself says.
SELECT table_name, column_name, udt_name
FROM information_schema.columns
WHERE table_schema = %(schema)s AND table_name = ANY(%(tables)s)

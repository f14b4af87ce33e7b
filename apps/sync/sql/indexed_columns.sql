-- The text columns of a table whose values an index must be able to hold.
SELECT DISTINCT attribute.attname
FROM pg_index AS index
JOIN pg_attribute AS attribute ON attribute.attrelid = index.indrelid AND attribute.attnum = ANY (index.indkey)
WHERE index.indrelid = %(table)s::regclass AND attribute.atttypid = 'text'::regtype AND attribute.attname <> 'sfdc_id'

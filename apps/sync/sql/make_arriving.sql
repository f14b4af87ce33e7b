-- A place for one page, typed as the table that it goes to and without its rules.
CREATE TEMPORARY TABLE arriving ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA

-- Takes a page of CSV whatever its values are.
COPY arriving_text ({columns}) FROM STDIN WITH (FORMAT csv, HEADER {header}, FORCE_NULL ({columns}))

-- Takes a page of CSV as it is; a value that its type refuses, a bad Id or a missing SystemModstamp leaves out the record.
COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv, HEADER {header}, FORCE_NULL ({columns}){tolerance})
WHERE {acceptable}

-- Whether this schema knows of changes that go back to Salesforce.
SELECT to_regclass('opted_out_pass') IS NOT NULL AND EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = to_regclass('sync_row_error') AND attname = 'way'
)

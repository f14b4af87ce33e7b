-- Few are opted out, and each page of people is held against them.
CREATE INDEX IF NOT EXISTS {index} ON {table} (sfdc_id) WHERE {opt_out}

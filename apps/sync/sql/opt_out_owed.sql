-- People who must count as opted out and don't: by their address.
SELECT p.sfdc_id FROM {table} AS p
JOIN opted_out AS known ON known.email = lower(btrim(p.{email}))
WHERE p.{opt_out} IS NOT TRUE AND p.is_deleted IS NOT TRUE AND p.is_converted IS NOT TRUE AND {wanted}

-- Who is not opted out on the page, but has the address of somebody who is.
SELECT page.sfdc_id FROM arriving AS page JOIN opted_out AS known ON known.email = lower(btrim(page.{email}))
WHERE page.{opt_out} IS NOT TRUE AND page.is_deleted IS NOT TRUE

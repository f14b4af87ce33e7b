-- Who is opted out here stays so, although the page says otherwise; those opted out have an index of their own.
SELECT page.sfdc_id FROM arriving AS page JOIN {table} AS here USING (sfdc_id)
WHERE here.{opt_out} AND page.{opt_out} IS NOT TRUE AND page.is_deleted IS NOT TRUE
    AND (here.system_modstamp IS NULL OR page.system_modstamp >= here.system_modstamp)

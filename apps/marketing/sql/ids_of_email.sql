-- The people with an e-mail address, whatever its case.
SELECT sfdc_id FROM person WHERE lower(email_address) = lower(%(address)s)

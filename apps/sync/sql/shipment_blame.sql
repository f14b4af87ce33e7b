-- The changes of a field that Salesforce does not know.
UPDATE person_change SET state = 'refused', sent = NULL, code = %(code)s, reason = %(reason)s
WHERE sfdc_type = %(object)s AND state = 'sending' AND source = %(source)s

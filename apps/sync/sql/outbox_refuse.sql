-- Changes of records that nobody can write to any more; they stay, with the reason.
UPDATE person_change SET state = 'refused', sent = NULL, code = %(code)s, reason = %(reason)s, cycle = %(cycle)s
WHERE sfdc_id = ANY(%(ids)s) AND state IN ('waiting', 'sending')

-- What one cycle wrote of one object, in records: written, and refused.
SELECT count(DISTINCT sfdc_id) FILTER (WHERE state = 'written'), count(DISTINCT sfdc_id) FILTER (WHERE state = 'refused')
FROM person_change WHERE cycle = %(cycle)s AND sfdc_type = %(object)s

-- Lists the records that joined a person because they share an e-mail address.
SELECT p.* FROM person_twin AS t JOIN person AS p USING (sfdc_id)
WHERE t.joined_to = %(id)s
ORDER BY p.sfdc_type DESC, p.sfdc_id

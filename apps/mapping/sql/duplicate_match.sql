-- Gives all who share an e-mail address one class; who was converted is its contact's person and takes no part.
CREATE TABLE duplicate_match AS
SELECT number, sfdc_id, object, name_key, initial, company_key,
    min(number) OVER same AS class,
    count(*) OVER same AS size
FROM (
    SELECT *, CASE WHEN {ignores_plus} THEN regexp_replace(email, '\+[^@]*@', '@') ELSE email END AS address
    FROM duplicate_person
    WHERE NOT is_converted
) AS people
WINDOW same AS (PARTITION BY coalesce(address, sfdc_id))

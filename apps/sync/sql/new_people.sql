-- Makes people who are not in Salesforce.
INSERT INTO person_marketing (sfdc_id, name, created_date, system_modstamp)
SELECT key, nullif(name, ''), now(), now() FROM unnest(%(keys)s::text[], %(names)s::text[]) AS made (key, name)

-- Takes the people who are only here, not in Salesforce, to compare them too; names of columns are filled in.
CREATE TEMP TABLE page ON COMMIT DROP AS
SELECT sfdc_id, name, {email}::text AS email, {company}::text AS company, NULL::timestamptz AS changed_at,
    false AS is_converted
FROM person_marketing

-- Keeps what a page says of people, once, with keys to compare: no case, no accents, words sorted, no legal form.
INSERT INTO duplicate_person (sfdc_id, object, name, email, company, changed_at, is_converted, name_key, initial, company_key)
SELECT sfdc_id, %(object)s, name, nullif(lower(btrim(email)), ''), company, changed_at, coalesce(is_converted, false),
    (SELECT string_agg(word, ' ' ORDER BY word) FROM unnest(name_words) AS word),
    left(name_words[cardinality(name_words)], 1),
    CASE WHEN lower(btrim(company)) <> lower(btrim(name)) THEN  -- a person account is its own company
        (SELECT string_agg(word, ' ' ORDER BY word) FROM unnest(company_words) AS word WHERE word <> ALL (%(forms)s))
    END
FROM page
CROSS JOIN LATERAL (
    SELECT
        regexp_split_to_array(btrim(regexp_replace(
            regexp_replace(normalize(lower(name), NFKD), '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'
        )), ' ') AS name_words,
        regexp_split_to_array(btrim(regexp_replace(
            regexp_replace(normalize(lower(company), NFKD), '[\u0300-\u036f.]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'
        )), ' ') AS company_words
) AS plain
ON CONFLICT (sfdc_id) DO NOTHING

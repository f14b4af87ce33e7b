-- Changes that wait for leads which became contacts end here; they go on there unless Salesforce's value wins.
WITH followed AS (
    SELECT change.number, contact.sfdc_id AS contact_id,
        change.is_sticky OR %(marketing_wins)s
            OR to_jsonb(contact) -> change.column_name IN (change.base, change.new) AS goes_on
    FROM person_change AS change
    JOIN person_lead AS lead USING (sfdc_id)
    JOIN person_contact AS contact ON contact.sfdc_id = lead.converted_contact_id
    WHERE change.state IN ('waiting', 'sending', 'refused') AND change.column_name = ANY(%(columns)s)
        AND lead.is_converted AND contact.is_deleted IS NOT TRUE AND contact.left_filter_at IS NULL
)
UPDATE person_change AS change
SET state = CASE WHEN goes_on THEN 'replaced' ELSE 'overruled' END, sent = NULL, ended_at = clock_timestamp()
FROM followed WHERE change.number = followed.number
RETURNING change.sfdc_id, contact_id, change.column_name AS column, change.base, change.new, goes_on,
    change.is_sticky, change.way, change.by_name, change.by_id

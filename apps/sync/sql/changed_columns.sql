-- The columns in which an object's people have values that a page must not overwrite.
SELECT DISTINCT change.column_name
FROM person_change AS change JOIN arriving USING (sfdc_id)
WHERE change.state IN ('waiting', 'sending', 'refused') OR (change.state = 'written' AND change.seen IS NOT NULL)

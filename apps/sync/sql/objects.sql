-- How each object of the initial sync stands, with the values set aside.
SELECT place.object, place.way, place.is_done, place.expected, place.pages, greatest(place.kept, place.rows) AS saved,
    place.asked_at, place.saved_at, place.finished_at, coalesce(wrong.number, 0) AS errors
FROM sync_checkpoint AS place
LEFT JOIN (SELECT object, count(*) AS number FROM sync_row_error GROUP BY object) AS wrong USING (object)
WHERE place.purpose = 'initial'

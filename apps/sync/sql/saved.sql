-- How many records are here of how many expected; no total while one object is not counted.
SELECT
    coalesce(sum(greatest(kept, rows)), 0)::bigint,
    CASE WHEN bool_and(expected IS NOT NULL) THEN sum(greatest(expected, kept, rows))::bigint END
FROM sync_checkpoint WHERE purpose = 'initial'

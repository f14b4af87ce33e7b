-- Nobody else moves this checkpoint until the page is committed; no row: somebody else has moved it.
SELECT 1 FROM sync_checkpoint
WHERE object = %(object)s AND purpose = %(purpose)s AND NOT is_done AND pages = %(pages)s
    AND job_id IS NOT DISTINCT FROM %(job_id)s AND locator IS NOT DISTINCT FROM %(locator)s
FOR UPDATE

-- Compare and swap: moves the checkpoint only from where its reader saw it.
UPDATE sync_checkpoint SET {changes}
WHERE object = %(object)s AND purpose = %(purpose)s AND NOT is_done AND pages = %(pages)s
    AND job_id IS NOT DISTINCT FROM %(job_id)s AND locator IS NOT DISTINCT FROM %(locator)s
RETURNING *

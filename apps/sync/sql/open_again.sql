-- A job of a cycle is through; the next time it is asked anew. The watermark stays.
UPDATE sync_checkpoint
SET is_done = false, way = '', job_id = NULL, locator = NULL, pages = 0, rows = 0, attempts = 0, page_size = 0
WHERE object = %(object)s AND purpose = %(purpose)s AND is_done

-- Counts of pages are kept as long as the list of cycles shows them.
DELETE FROM sync_count WHERE at < now() - %(kept)s AND purpose <> 'initial'

-- What the pages of one cycle brought of one object, read for one purpose.
SELECT sum(new), sum(updated), sum(deleted), sum(skipped), sum(refused + errors)
FROM sync_count WHERE cycle = %(cycle)s AND object = %(object)s AND purpose = %(purpose)s

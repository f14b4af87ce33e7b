-- Writes down what a page brought, in the page's own transaction.
INSERT INTO sync_count (object, purpose, cycle, rows, new, updated, deleted, skipped, refused, errors)
VALUES (
    %(object)s, %(purpose)s, %(cycle)s, %(rows)s, %(new)s, %(updated)s, %(deleted)s, %(skipped)s, %(refused)s,
    %(errors)s
)

-- Keeps a table and its parts as they are until the page is committed; others may write to it.
LOCK TABLE {table} IN ROW EXCLUSIVE MODE{waits}

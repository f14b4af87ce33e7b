-- An object's comparison is over, or begins anew.
DELETE FROM sync_missing WHERE object = %(object)s

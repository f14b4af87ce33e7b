-- Lets the row errors of an older schema tell which way a value was going.
ALTER TABLE sync_row_error
ADD COLUMN IF NOT EXISTS way text NOT NULL DEFAULT 'read' CHECK (way IN ('read', 'write'))

-- Gives the records of a page their types; a value that its type refuses becomes null.
INSERT INTO arriving ({columns}) SELECT {values} FROM arriving_text AS page

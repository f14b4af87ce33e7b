-- A place for one page as it was written, every value a text.
CREATE TEMPORARY TABLE arriving_text ({columns}) ON COMMIT DROP

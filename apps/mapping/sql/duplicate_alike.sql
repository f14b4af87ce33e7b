-- Holds which classes are alike by name and company: their group, how alike, and why.
CREATE TABLE duplicate_alike (class bigint PRIMARY KEY, grp bigint NOT NULL, score smallint NOT NULL, reason text NOT NULL)

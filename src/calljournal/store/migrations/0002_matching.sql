-- Who was spoken with last stands first among several contacts.

ALTER TABLE entries ADD COLUMN matched_contact TEXT;    -- the one contact of the match, null where there is not one

CREATE INDEX entries_by_contact ON entries (matched_contact, started)
WHERE matched_contact IS NOT NULL AND answered IS NOT NULL AND merged_into IS NULL;

ALTER TABLE entries ADD COLUMN others TEXT NOT NULL DEFAULT '[]';   -- JSON: what else the number may mean, E.164

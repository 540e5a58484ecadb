-- What becomes of a call: booked whole or in parts, alone or with others, ignored, private; and changes to what was
-- booked, on their way to the book.

ALTER TABLE entries ADD COLUMN ignored BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE entries ADD COLUMN together TEXT;       -- calls that are booked as one bear the same: the id of one of them
ALTER TABLE entries ADD COLUMN client TEXT;         -- whom the time was spoken with: the company, else the person
ALTER TABLE entries ADD COLUMN forgotten BOOLEAN NOT NULL DEFAULT FALSE; -- number and name were taken out, for good
ALTER TABLE entries ADD COLUMN added TEXT;          -- when a person added a call that was over; null for all others
-- Derived (standing.py): how much is booked as time, and what has become of the row: booked, private, ignored, null.
ALTER TABLE entries ADD COLUMN booked_seconds DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN settled TEXT;
ALTER TABLE entries ADD COLUMN export INTEGER REFERENCES exports (number);  -- in which it went out first

CREATE INDEX entries_together ON entries (together) WHERE together IS NOT NULL;
CREATE INDEX entries_unmatched ON entries (started) WHERE matched IS NULL AND merged_into IS NULL;
CREATE INDEX entries_live ON entries (started) WHERE ended IS NULL;
CREATE INDEX entries_over ON entries (COALESCE(added, ended)) WHERE ended IS NOT NULL AND merged_into IS NULL;
CREATE INDEX entries_waiting ON entries (started)
WHERE settled IS NULL AND answered IS NOT NULL AND ended IS NOT NULL AND merged_into IS NULL;
CREATE INDEX entries_talked ON entries (started, settled, client, talk_seconds, held_seconds, booked_seconds, together,
    outcome)
WHERE answered IS NOT NULL AND ended IS NOT NULL AND merged_into IS NULL;

ALTER TABLE bookings ADD COLUMN recorded_by TEXT NOT NULL DEFAULT '';
ALTER TABLE bookings ADD COLUMN user_id TEXT NOT NULL DEFAULT '';    -- what the book calls the user; '': not known yet
ALTER TABLE bookings ADD COLUMN cancelled TEXT;     -- when; its call is free again

CREATE INDEX bookings_by_id ON bookings (id);
CREATE INDEX bookings_without_user ON bookings (key) WHERE user_id = '';

CREATE TABLE parts (
    -- What a booking takes of which rows. No reference to entries: the record of a booking outlives its row.
    key TEXT NOT NULL,
    entry TEXT NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    held BOOLEAN NOT NULL DEFAULT TRUE, -- whether time on hold counts
    PRIMARY KEY (key, entry)
);

CREATE INDEX parts_by_entry ON parts (entry);

INSERT INTO parts (key, entry, seconds)
SELECT b.key, b.entry, COALESCE(e.talk_seconds + e.held_seconds, 0)
FROM bookings b LEFT JOIN entries e ON e.id = b.entry;

UPDATE entries
SET client = COALESCE(json_extract(matched, '$.contacts[0].company'), json_extract(matched, '$.contacts[0].name'))
WHERE matched_contact IS NOT NULL;

UPDATE entries SET matched = NULL WHERE json_extract(matched, '$.kind') = 'pending';

UPDATE entries SET settled = 'private' WHERE private;
UPDATE entries SET settled = 'booked', booked_seconds = talk_seconds + held_seconds
WHERE id IN (SELECT m.survivor FROM bookings b JOIN entries m ON m.id = b.entry WHERE b.kind = 'time');

CREATE TABLE amendments (
    -- Changes to what was booked, until the book has taken them.
    id TEXT PRIMARY KEY,
    work TEXT NOT NULL,
    created TEXT NOT NULL,
    body TEXT NOT NULL                  -- JSON of the whole amendment
);

CREATE TABLE exports (
    -- Calls that went out in a file.
    number INTEGER PRIMARY KEY,
    body TEXT NOT NULL,                 -- JSON of the whole export
    finished BOOLEAN NOT NULL
);

CREATE TABLE export_numbers (
    last INTEGER NOT NULL               -- the last that was given: none is given twice, also after a restore
);

INSERT INTO export_numbers (last) VALUES (0);

CREATE TABLE exported (
    export INTEGER NOT NULL REFERENCES exports (number),
    position INTEGER NOT NULL,          -- in the file; it stays when rows are deleted
    entry TEXT NOT NULL,
    talk_before DOUBLE PRECISION NOT NULL,  -- of the row's seconds, what went out with rows that were merged into it since
    held_before DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (export, entry)
);

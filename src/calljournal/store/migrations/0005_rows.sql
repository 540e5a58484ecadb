-- A long journal is looked through quickly; numbers may be private for good; what is typed outlives a crash.

ALTER TABLE entries ADD COLUMN note_search TEXT NOT NULL DEFAULT '';    -- the notes that a row shows, folded

UPDATE entries SET note_search =
    (SELECT searchable(GROUP_CONCAT(m.note, ' ')) FROM entries m WHERE m.survivor = entries.id AND m.note IS NOT NULL)
WHERE id IN (SELECT survivor FROM entries WHERE note IS NOT NULL);

CREATE TABLE matched_contacts (
    -- The contacts of the match of a row: one, or several of which it may have been any.
    entry TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    contact TEXT NOT NULL,
    PRIMARY KEY (entry, contact)
);

CREATE INDEX matched_contacts_by_contact ON matched_contacts (contact, entry);

INSERT INTO matched_contacts (entry, contact)
SELECT DISTINCT e.id, json_extract(c.value, '$.id') FROM entries e, json_each(e.matched, '$.contacts') c
WHERE e.matched IS NOT NULL;

-- All that rows are looked for by, in the order in which they are listed: pages and counts of 100,000 rows are read from
-- here alone. Its condition is `merged_into IS NULL` in other words, so that what waits is still found by entries_waiting.
CREATE INDEX entries_listed ON entries (started, id, ended, added, answered, outcome, direction, settled, digits,
    name_search, matched_search, note_search)
WHERE survivor = id;

DROP INDEX entries_over;
CREATE INDEX entries_over ON entries (COALESCE(added, ended), id) WHERE ended IS NOT NULL AND survivor = id;

CREATE INDEX entries_by_number ON entries (number) WHERE number IS NOT NULL;

CREATE TABLE private_numbers (
    -- Numbers whose calls become private when they end.
    number TEXT PRIMARY KEY,
    shown TEXT NOT NULL,                -- as the user knows it
    since TEXT NOT NULL
);

CREATE TABLE typed (
    -- What was typed into forms and not done with. No reference to entries: it outlives its row.
    form TEXT NOT NULL,
    about TEXT NOT NULL,
    at TEXT NOT NULL,
    fields TEXT NOT NULL,               -- JSON
    PRIMARY KEY (form, about)
);

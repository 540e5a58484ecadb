-- Every change to contacts can be taken back, and what a person decided of a number is remembered.

ALTER TABLE contacts ADD COLUMN origin TEXT NOT NULL DEFAULT '';  -- what the source of an import calls it

CREATE INDEX contacts_by_origin ON contacts (origin) WHERE origin <> '';

-- Without these, deleting one contact would read through two whole tables.
CREATE INDEX activities_by_contact ON activities (contact_id);
CREATE INDEX time_entries_by_contact ON time_entries (contact_id);

CREATE TABLE edits (
    -- What was done to contacts at once; the latest one that is not undone is the next to be undone.
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('import', 'normalise', 'repair')),
    title TEXT NOT NULL,
    rules TEXT NOT NULL,                -- by which the numbers had been read before; '' where by several: a step that
                                        -- has all numbers read anew empties it
    undone BOOLEAN NOT NULL
);

CREATE TABLE edit_contacts (
    edit INTEGER NOT NULL REFERENCES edits (number),
    contact_id TEXT NOT NULL,
    before TEXT,                        -- JSON: the rows of contact and means before the edit; NULL of an added one
    PRIMARY KEY (edit, contact_id)
);

CREATE TABLE verdicts (
    -- What a person said of a number that was reported, so that nobody is asked again.
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    typed TEXT NOT NULL,
    problem TEXT NOT NULL,
    instead TEXT,                       -- what stands there now ('' nothing), also after the next import; NULL: it is right
    edit INTEGER NOT NULL,
    PRIMARY KEY (contact_id, typed, problem)
);

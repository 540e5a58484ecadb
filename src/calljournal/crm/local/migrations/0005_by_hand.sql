-- A person may change one contact by hand, which can be taken back like every other change: a kind of edit more.
-- Which kinds there are, the program knows (EditKind); SQLite changes no condition of a table that is there.

CREATE TABLE new_edits (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- import, normalise, repair, by-hand
    title TEXT NOT NULL,
    rules TEXT NOT NULL,                -- by which the numbers had been read before; '' where by several: a step that
                                        -- has all numbers read anew empties it
    undone BOOLEAN NOT NULL
);

INSERT INTO new_edits (number, at, kind, title, rules, undone)
SELECT number, at, kind, title, rules, undone FROM edits;

CREATE TABLE new_edit_contacts (
    edit INTEGER NOT NULL REFERENCES new_edits (number),
    contact_id TEXT NOT NULL,
    before TEXT,                        -- JSON: the rows of contact and means before the edit; NULL of an added one
    PRIMARY KEY (edit, contact_id)
);

INSERT INTO new_edit_contacts (edit, contact_id, before) SELECT edit, contact_id, before FROM edit_contacts;

DROP TABLE edit_contacts;
DROP TABLE edits;
ALTER TABLE new_edits RENAME TO edits;
ALTER TABLE new_edit_contacts RENAME TO edit_contacts;

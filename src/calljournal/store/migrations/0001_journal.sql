-- The journal: one row per owner and conversation. Facts first; what was found, noted and booked stands beside them.

CREATE TABLE calls (
    -- Conversations that are live, so that the next start can take them up. Gone when they have ended.
    id TEXT PRIMARY KEY,
    line TEXT NOT NULL,
    seen TEXT NOT NULL,                 -- until then the line said that it exists
    body TEXT NOT NULL                  -- JSON of the whole call with its legs
);

CREATE TABLE entries (
    id TEXT PRIMARY KEY,
    call_id TEXT NOT NULL,
    line TEXT NOT NULL,
    owner TEXT NOT NULL,
    own TEXT NOT NULL,
    direction TEXT NOT NULL,
    scope TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    number TEXT,
    presentation TEXT NOT NULL,
    display TEXT,
    name TEXT,
    started TEXT NOT NULL,
    answered TEXT,
    ended TEXT,
    talk_seconds DOUBLE PRECISION NOT NULL,
    held_seconds DOUBLE PRECISION NOT NULL,
    answered_by TEXT,
    transferred_to TEXT,
    merged_into TEXT,
    legs TEXT NOT NULL,                 -- JSON
    anomalies TEXT NOT NULL,            -- JSON
    survivor TEXT NOT NULL,             -- the row that this one was at last merged into; its own id if in none
    digits TEXT,                        -- of the number, to look for
    name_search TEXT NOT NULL,          -- the name, folded
    -- not facts: never touched when the facts are saved again
    matched TEXT,                       -- JSON of the match; null: the books have not answered
    matched_search TEXT NOT NULL DEFAULT '',
    note TEXT,
    private BOOLEAN NOT NULL DEFAULT FALSE,
    CHECK (presentation = 'allowed' OR number IS NULL)
);

CREATE INDEX entries_by_start ON entries (started);
CREATE INDEX entries_by_call ON entries (call_id);
CREATE INDEX entries_by_survivor ON entries (survivor);

CREATE TABLE drafts (
    -- What the user typed, until the book has it; those that the book refused are kept with its reason.
    key TEXT PRIMARY KEY,
    entry TEXT NOT NULL,
    user_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    created TEXT NOT NULL,
    body TEXT NOT NULL,                 -- JSON of the whole draft
    refused TEXT                        -- the reason; null: the draft waits
);

CREATE INDEX drafts_by_entry ON drafts (entry);

CREATE TABLE bookings (
    -- No reference to entries: the record of a booking outlives its row.
    key TEXT PRIMARY KEY,
    entry TEXT NOT NULL,
    user_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    book TEXT NOT NULL,
    id TEXT,                            -- null: the book has not answered yet
    booked TEXT NOT NULL,
    nth INTEGER NOT NULL,               -- 0 for the first of this entry, user and kind; each further one was asked for
    UNIQUE (entry, user_name, kind, nth)
);

CREATE TABLE choices (
    -- Whom the user picked for a number.
    number TEXT PRIMARY KEY,
    contact TEXT NOT NULL,
    chosen TEXT NOT NULL
);

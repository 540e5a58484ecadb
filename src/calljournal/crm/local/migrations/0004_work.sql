-- Work may be changed, cancelled, corrected, locked and exported; projects, service types and users come from lists.

ALTER TABLE users ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN open BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE users ADD COLUMN listed TEXT;               -- JSON: what the last list said of it; NULL: in none

ALTER TABLE projects ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE projects ADD COLUMN client_name TEXT;       -- of a client who is not among the contacts
ALTER TABLE projects ADD COLUMN rounding TEXT NOT NULL DEFAULT '';
ALTER TABLE projects ADD COLUMN listed TEXT;

CREATE INDEX projects_by_number ON projects (number) WHERE number <> '';

ALTER TABLE phases ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE phases ADD COLUMN open BOOLEAN NOT NULL DEFAULT TRUE;

ALTER TABLE service_types ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE service_types ADD COLUMN open BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE service_types ADD COLUMN listed TEXT;

CREATE TABLE participants (
    project_id TEXT NOT NULL REFERENCES projects (id),
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    role TEXT NOT NULL,
    PRIMARY KEY (project_id, contact_id)
);

CREATE INDEX participants_by_contact ON participants (contact_id);

CREATE TABLE exports (
    number INTEGER PRIMARY KEY,
    body TEXT NOT NULL,                                 -- JSON of the whole export
    finished BOOLEAN NOT NULL
);

CREATE TABLE exported (
    -- In one export or in several; `export` of the work is the first.
    export INTEGER NOT NULL REFERENCES exports (number),
    position INTEGER NOT NULL,                          -- in the file
    work TEXT NOT NULL,
    body TEXT NOT NULL,                                 -- JSON of the work as it went out
    PRIMARY KEY (export, position),
    UNIQUE (work, export)
);

ALTER TABLE activities ADD COLUMN recorded_by TEXT NOT NULL DEFAULT '';
ALTER TABLE activities ADD COLUMN state TEXT NOT NULL DEFAULT 'open';   -- open, billed, cancelled
ALTER TABLE activities ADD COLUMN export INTEGER REFERENCES exports (number);

ALTER TABLE time_entries ADD COLUMN recorded_by TEXT NOT NULL DEFAULT '';
ALTER TABLE time_entries ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
ALTER TABLE time_entries ADD COLUMN export INTEGER REFERENCES exports (number);
ALTER TABLE time_entries ADD COLUMN corrects TEXT;      -- the time entry that this one corrects
ALTER TABLE time_entries ADD COLUMN reversal BOOLEAN NOT NULL DEFAULT FALSE;    -- it takes that one back
ALTER TABLE time_entries ADD COLUMN by_hand BOOLEAN NOT NULL DEFAULT FALSE;

-- To the millisecond, for rounding; of what was booked before only the hundredths of a minute are known.
ALTER TABLE time_entries ADD COLUMN measured_seconds DOUBLE PRECISION NOT NULL DEFAULT 0;
UPDATE time_entries SET measured_seconds = measured_minutes * 60;

CREATE INDEX time_entries_by_day ON time_entries (day);
CREATE INDEX activities_by_day ON activities (day);
CREATE INDEX time_entries_to_export ON time_entries (day) WHERE export IS NULL;
CREATE INDEX time_entries_by_project ON time_entries (project_id);
CREATE INDEX time_entries_by_correction ON time_entries (corrects) WHERE corrects IS NOT NULL;

-- What was booked last with a contact is found from the latest on.
DROP INDEX activities_by_contact;
DROP INDEX time_entries_by_contact;
CREATE INDEX activities_by_contact ON activities (contact_id, started);
CREATE INDEX time_entries_by_contact ON time_entries (contact_id, started);

CREATE TABLE history (
    number INTEGER PRIMARY KEY,
    request TEXT NOT NULL UNIQUE,                       -- the amendment's or draft's UUID: each is done once
    work TEXT NOT NULL,
    at TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    doing TEXT NOT NULL,                                -- book, change, cancel, round, bill, correct
    before TEXT NOT NULL,                               -- JSON
    after TEXT NOT NULL,                                -- JSON
    made TEXT NOT NULL DEFAULT '[]'                     -- JSON: the ids of the correction entries that it made
);

CREATE INDEX history_by_work ON history (work);

-- What was booked before anybody kept a history: by whom and when.
INSERT INTO history (number, request, work, at, by_whom, doing, before, after)
SELECT ROW_NUMBER() OVER (ORDER BY booked, key), key, thing, booked, user_name, 'book', '{}', '{}' FROM bookings;
INSERT INTO counters (prefix, last) SELECT 'h', COUNT(*) FROM bookings;

-- An address and time book. Identifiers are short, for people type them: c12, p3, t57.

CREATE TABLE counters (
    -- The last number given away per kind of thing; none is ever given twice.
    prefix TEXT PRIMARY KEY,
    last INTEGER NOT NULL
);

CREATE TABLE about (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE contacts (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('company', 'person', 'contact')),
    name TEXT NOT NULL,
    company TEXT,                       -- of a person at a company: its name as written
    company_key TEXT,                   -- folded
    company_id TEXT REFERENCES contacts (id),
    address TEXT NOT NULL,              -- postal, line by line
    active BOOLEAN NOT NULL,
    identity TEXT NOT NULL UNIQUE,      -- name and company, folded: by it an import finds whom it knows already
    search TEXT NOT NULL
);

CREATE INDEX contacts_by_company ON contacts (company_key);

CREATE TABLE means (
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('phone', 'mobile', 'fax', 'email', 'web')),
    typed TEXT NOT NULL,
    label TEXT NOT NULL,
    standard BOOLEAN NOT NULL,
    normalised TEXT,                    -- E.164
    digits TEXT NOT NULL,               -- to look for a part of a number
    PRIMARY KEY (contact_id, position)
);

CREATE INDEX means_by_number ON means (normalised);

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE projects (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    client_id TEXT REFERENCES contacts (id),
    open BOOLEAN NOT NULL,
    identity TEXT NOT NULL,             -- the name, folded
    search TEXT NOT NULL
);

CREATE INDEX projects_by_name ON projects (identity);
CREATE INDEX projects_by_client ON projects (client_id);

CREATE TABLE phases (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    identity TEXT NOT NULL,
    UNIQUE (project_id, identity)
);

CREATE TABLE service_types (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,          -- the first is taken where none is named
    name TEXT NOT NULL,
    identity TEXT NOT NULL UNIQUE
);

INSERT INTO service_types (id, position, name, identity) VALUES ('s1', 1, 'Phone call', 'phone call');
INSERT INTO counters (prefix, last) VALUES ('s', 1);

CREATE TABLE bookings (
    -- One per draft, however often it is sent.
    key TEXT PRIMARY KEY,
    entry TEXT NOT NULL,                -- the row of the journal that it came from
    user_name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('activity', 'time')),
    thing TEXT NOT NULL,                -- the activity or time entry
    booked TEXT NOT NULL
);

CREATE TABLE activities (
    id TEXT PRIMARY KEY,
    booking TEXT NOT NULL UNIQUE REFERENCES bookings (key),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    day TEXT NOT NULL,                  -- the date where the book is kept
    started TEXT NOT NULL,
    ended TEXT NOT NULL,
    type TEXT NOT NULL,
    done BOOLEAN NOT NULL,
    responsible_id TEXT NOT NULL REFERENCES users (id),
    contact_id TEXT REFERENCES contacts (id),
    project_id TEXT REFERENCES projects (id),
    phase_id TEXT REFERENCES phases (id)
);

CREATE TABLE time_entries (
    id TEXT PRIMARY KEY,
    booking TEXT NOT NULL UNIQUE REFERENCES bookings (key),
    user_id TEXT NOT NULL REFERENCES users (id),
    day TEXT NOT NULL,                  -- the date where the book is kept
    started TEXT NOT NULL,
    ended TEXT NOT NULL,
    minutes DOUBLE PRECISION NOT NULL,  -- to bill
    measured_minutes DOUBLE PRECISION NOT NULL,
    project_id TEXT REFERENCES projects (id),
    phase_id TEXT REFERENCES phases (id),
    service_type_id TEXT NOT NULL REFERENCES service_types (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    contact_id TEXT REFERENCES contacts (id)
);

BEGIN TRANSACTION;
CREATE TABLE about (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO "about" VALUES('rules','CH, area 44, outside , internal 2-4 calljournal 0.1.0, phonenumberslite 9.0.42');
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
INSERT INTO "activities" VALUES('a1','key-activity','Call from Anna Keller','we spoke about the façade','2026-03-09','2026-03-09T08:35:06.120457Z','2026-03-09T08:36:02.120457Z','call',1,'u1','c2','p1',NULL);
CREATE TABLE bookings (
    -- One per draft, however often it is sent.
    key TEXT PRIMARY KEY,
    entry TEXT NOT NULL,                -- the row of the journal that it came from
    user_name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('activity', 'time')),
    thing TEXT NOT NULL,                -- the activity or time entry
    booked TEXT NOT NULL
);
INSERT INTO "bookings" VALUES('key-booked','booked','anna','time','t1','2026-03-09T08:16:13.120457Z');
INSERT INTO "bookings" VALUES('key-twice-1','twice','anna','time','t2','2026-03-09T08:16:13.120457Z');
INSERT INTO "bookings" VALUES('key-twice-2','twice','anna','time','t3','2026-03-09T08:16:13.120457Z');
INSERT INTO "bookings" VALUES('key-activity','activity','anna','activity','a1','2026-03-09T08:16:13.120457Z');
INSERT INTO "bookings" VALUES('key-merged','merged','anna','time','t4','2026-03-09T08:16:13.120457Z');
INSERT INTO "bookings" VALUES('key-gone','gone','anna','time','t5','2026-03-09T08:16:13.120457Z');
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
, origin TEXT NOT NULL DEFAULT '');
INSERT INTO "contacts" VALUES('c1','company','Keller AG',NULL,NULL,NULL,'Dorfstrasse 1
8000 Zürich',1,'company
keller ag','keller ag','');
INSERT INTO "contacts" VALUES('c2','contact','Anna Keller','Keller AG','keller ag','c1','',1,'person
anna keller
keller ag','anna keller keller ag','');
CREATE TABLE counters (
    -- The last number given away per kind of thing; none is ever given twice.
    prefix TEXT PRIMARY KEY,
    last INTEGER NOT NULL
);
INSERT INTO "counters" VALUES('s',1);
INSERT INTO "counters" VALUES('c',2);
INSERT INTO "counters" VALUES('e',1);
INSERT INTO "counters" VALUES('p',1);
INSERT INTO "counters" VALUES('ph',1);
INSERT INTO "counters" VALUES('u',1);
INSERT INTO "counters" VALUES('t',5);
INSERT INTO "counters" VALUES('a',1);
CREATE TABLE edit_contacts (
    edit INTEGER NOT NULL REFERENCES edits (number),
    contact_id TEXT NOT NULL,
    before TEXT,                        -- JSON: the rows of contact and means before the edit; NULL of an added one
    PRIMARY KEY (edit, contact_id)
);
INSERT INTO "edit_contacts" VALUES(1,'c1',NULL);
INSERT INTO "edit_contacts" VALUES(1,'c2',NULL);
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
INSERT INTO "edits" VALUES(1,'2026-03-09T08:16:13.120457Z','import','people.csv','CH, area 44, outside , internal 2-4 calljournal 0.1.0, phonenumberslite 9.0.42',0);
CREATE TABLE means (
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('phone', 'mobile', 'fax', 'email', 'web')),
    typed TEXT NOT NULL,
    label TEXT NOT NULL,
    standard BOOLEAN NOT NULL,
    normalised TEXT,                    -- E.164
    digits TEXT NOT NULL, trunk TEXT, switchboard BOOLEAN NOT NULL DEFAULT FALSE, readable BOOLEAN NOT NULL DEFAULT FALSE, reversed TEXT,               -- to look for a part of a number
    PRIMARY KEY (contact_id, position)
);
INSERT INTO "means" VALUES('c1',0,'phone','044 000 12 00','',1,'+41440001200','41440001200',NULL,0,1,'002100044');
INSERT INTO "means" VALUES('c2',0,'phone','044/000 12 34','',1,'+41440001234','41440001234',NULL,0,1,'432100044');
CREATE TABLE phases (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    identity TEXT NOT NULL,
    UNIQUE (project_id, identity)
);
INSERT INTO "phases" VALUES('ph1','p1',0,'Meetings','meetings');
CREATE TABLE projects (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    client_id TEXT REFERENCES contacts (id),
    open BOOLEAN NOT NULL,
    identity TEXT NOT NULL,             -- the name, folded
    search TEXT NOT NULL
);
INSERT INTO "projects" VALUES('p1','Website','c2',1,'website','website');
CREATE TABLE schema_migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied TEXT NOT NULL
);
INSERT INTO "schema_migrations" VALUES(1,'0001_book.sql','2026-11-23T21:14:41.340434Z');
INSERT INTO "schema_migrations" VALUES(2,'0002_finding.sql','2026-11-23T21:14:41.342509Z');
INSERT INTO "schema_migrations" VALUES(3,'0003_edits.sql','2026-11-23T21:14:41.343395Z');
CREATE TABLE service_types (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,          -- the first is taken where none is named
    name TEXT NOT NULL,
    identity TEXT NOT NULL UNIQUE
);
INSERT INTO "service_types" VALUES('s1',1,'Phone call','phone call');
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
INSERT INTO "time_entries" VALUES('t1','key-booked','u1','2026-03-09','2026-03-09T08:15:06.120457Z','2026-03-09T08:16:02.120457Z',5.0,0.93,'p1',NULL,'s1','Call from Anna Keller','we spoke about the façade','c2');
INSERT INTO "time_entries" VALUES('t2','key-twice-1','u1','2026-03-09','2026-03-09T08:25:06.120457Z','2026-03-09T08:26:02.120457Z',5.0,0.93,'p1',NULL,'s1','Call from Anna Keller','we spoke about the façade','c2');
INSERT INTO "time_entries" VALUES('t3','key-twice-2','u1','2026-03-09','2026-03-09T08:25:06.120457Z','2026-03-09T08:26:02.120457Z',5.0,0.93,'p1',NULL,'s1','Call from Anna Keller','we spoke about the façade','c2');
INSERT INTO "time_entries" VALUES('t4','key-merged','u1','2026-03-09','2026-03-09T09:15:06.120457Z','2026-03-09T09:16:02.120457Z',5.0,0.93,'p1',NULL,'s1','Call from Anna Keller','we spoke about the façade','c2');
INSERT INTO "time_entries" VALUES('t5','key-gone','u1','2026-03-09','2026-03-09T09:45:06.120457Z','2026-03-09T09:46:02.120457Z',5.0,0.93,'p1',NULL,'s1','Call from Anna Keller','we spoke about the façade','c2');
CREATE TABLE users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
INSERT INTO "users" VALUES('u1','anna');
CREATE TABLE verdicts (
    -- What a person said of a number that was reported, so that nobody is asked again.
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    typed TEXT NOT NULL,
    problem TEXT NOT NULL,
    instead TEXT,                       -- what stands there now ('' nothing), also after the next import; NULL: it is right
    edit INTEGER NOT NULL,
    PRIMARY KEY (contact_id, typed, problem)
);
CREATE INDEX contacts_by_company ON contacts (company_key);
CREATE INDEX projects_by_name ON projects (identity);
CREATE INDEX projects_by_client ON projects (client_id);
CREATE INDEX means_by_number ON means (normalised, contact_id);
CREATE INDEX means_by_trunk ON means (trunk) WHERE switchboard;
CREATE INDEX means_by_ending ON means (readable, reversed) WHERE reversed IS NOT NULL;
CREATE INDEX contacts_of_company ON contacts (company_id, active DESC, name);
CREATE INDEX contacts_by_origin ON contacts (origin) WHERE origin <> '';
CREATE INDEX activities_by_contact ON activities (contact_id);
CREATE INDEX time_entries_by_contact ON time_entries (contact_id);
COMMIT;

BEGIN TRANSACTION;
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
INSERT INTO "bookings" VALUES('key-booked','booked','anna','time','local','t1','2026-03-09T08:16:13.120457Z',0);
INSERT INTO "bookings" VALUES('key-twice-1','twice','anna','time','local','t2','2026-03-09T08:16:13.120457Z',0);
INSERT INTO "bookings" VALUES('key-twice-2','twice','anna','time','local','t3','2026-03-09T08:16:13.120457Z',1);
INSERT INTO "bookings" VALUES('key-activity','activity','anna','activity','local','a1','2026-03-09T08:16:13.120457Z',0);
INSERT INTO "bookings" VALUES('key-waiting','waiting','anna','time','local',NULL,'2026-03-09T08:16:12.120457Z',0);
INSERT INTO "bookings" VALUES('key-merged','merged','anna','time','local','t4','2026-03-09T08:16:13.120457Z',0);
INSERT INTO "bookings" VALUES('key-gone','gone','anna','time','local','t5','2026-03-09T08:16:13.120457Z',0);
CREATE TABLE calls (
    -- Conversations that are live, so that the next start can take them up. Gone when they have ended.
    id TEXT PRIMARY KEY,
    line TEXT NOT NULL,
    seen TEXT NOT NULL,                 -- until then the line said that it exists
    body TEXT NOT NULL                  -- JSON of the whole call with its legs
);
CREATE TABLE choices (
    -- Whom the user picked for a number.
    number TEXT PRIMARY KEY,
    contact TEXT NOT NULL,
    chosen TEXT NOT NULL
);
INSERT INTO "choices" VALUES('+41440001234','c2','2026-03-09T08:16:42.120457Z');
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
INSERT INTO "drafts" VALUES('key-waiting','waiting','anna','time','2026-03-09T08:16:12.120457Z','{"id":"key-waiting","entry":"waiting","user":"anna","kind":"time","contact":"c2","contact_name":"Anna Keller","project":"p1","phase":null,"service_type":"Phone call","title":"Call from Anna Keller","text":"we spoke about the façade","start":"2026-03-09T08:55:06.120457Z","end":"2026-03-09T08:56:02.120457Z","minutes":5.0,"measured_minutes":0.93,"created":"2026-03-09T08:16:12.120457Z"}',NULL);
INSERT INTO "drafts" VALUES('key-refused','refused','anna','time','2026-03-09T08:16:12.120457Z','{"id":"key-refused","entry":"refused","user":"anna","kind":"time","contact":"c2","contact_name":"Anna Keller","project":"p1","phase":null,"service_type":"Phone call","title":"Call from Anna Keller","text":"we spoke about the façade","start":"2026-03-09T09:25:06.120457Z","end":"2026-03-09T09:26:02.120457Z","minutes":5.0,"measured_minutes":0.93,"created":"2026-03-09T08:16:12.120457Z"}','the project is closed');
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
    private BOOLEAN NOT NULL DEFAULT FALSE, matched_contact TEXT, others TEXT NOT NULL DEFAULT '[]', voicemail INTEGER NOT NULL DEFAULT 0,
    CHECK (presentation = 'allowed' OR number IS NULL)
);
INSERT INTO "entries" VALUES('booked','call-booked','simulator:demo','101','101','incoming','external','ended','answered','+41440001234','allowed','044 000 12 34','Keller Anna','2026-03-09T08:15:02.120457Z','2026-03-09T08:15:06.120457Z','2026-03-09T08:16:02.120457Z',52.25,3.75,NULL,NULL,NULL,'[]','[]','booked','41440001234','keller anna','{"kind":"one","reason":"exact","contacts":[{"id":"c2","kind":"contact","name":"Anna Keller","company":"Keller AG","address":["Dorfstrasse 1","8000 Zürich"],"typed":"044/000 12 34","means":"phone","active":true,"book":"local","number":null,"trunk":null,"inherited":false,"reasons":[]}],"extension":null,"people":[]}','anna keller keller ag',NULL,0,'c2','[]',0);
INSERT INTO "entries" VALUES('twice','call-twice','simulator:demo','101','101','incoming','external','ended','answered','+41440001234','allowed','044 000 12 34','Keller Anna','2026-03-09T08:25:02.120457Z','2026-03-09T08:25:06.120457Z','2026-03-09T08:26:02.120457Z',52.25,3.75,NULL,NULL,NULL,'[]','[]','twice','41440001234','keller anna',NULL,'',NULL,0,NULL,'[]',0);
INSERT INTO "entries" VALUES('activity','call-activity','simulator:demo','101','101','incoming','external','ended','answered','+41440001234','allowed','044 000 12 34','Keller Anna','2026-03-09T08:35:02.120457Z','2026-03-09T08:35:06.120457Z','2026-03-09T08:36:02.120457Z',52.25,3.75,NULL,NULL,NULL,'[]','[]','activity','41440001234','keller anna',NULL,'',NULL,0,NULL,'[]',0);
INSERT INTO "entries" VALUES('private','call-private','simulator:demo','101','101','incoming','external','ended','answered','+41440001234','allowed','044 000 12 34','Keller Anna','2026-03-09T08:45:02.120457Z','2026-03-09T08:45:06.120457Z','2026-03-09T08:46:02.120457Z',52.25,3.75,NULL,NULL,NULL,'[]','[]','private','41440001234','keller anna',NULL,'',NULL,1,NULL,'[]',0);
INSERT INTO "entries" VALUES('waiting','call-waiting','simulator:demo','101','101','incoming','external','ended','answered','+41440001234','allowed','044 000 12 34','Keller Anna','2026-03-09T08:55:02.120457Z','2026-03-09T08:55:06.120457Z','2026-03-09T08:56:02.120457Z',52.25,3.75,NULL,NULL,NULL,'[]','[]','waiting','41440001234','keller anna',NULL,'',NULL,0,NULL,'[]',0);
INSERT INTO "entries" VALUES('nothing','call-nothing','simulator:demo','101','101','incoming','external','ended','answered','+41440001234','allowed','044 000 12 34','Keller Anna','2026-03-09T09:05:02.120457Z','2026-03-09T09:05:06.120457Z','2026-03-09T09:06:02.120457Z',52.25,3.75,NULL,NULL,NULL,'[]','[]','nothing','41440001234','keller anna',NULL,'','asks for an offer',0,NULL,'[]',0);
INSERT INTO "entries" VALUES('merged','call-survivor','simulator:demo','101','101','incoming','external','ended','answered','+41440001234','allowed','044 000 12 34','Keller Anna','2026-03-09T09:15:02.120457Z','2026-03-09T09:15:06.120457Z','2026-03-09T09:16:02.120457Z',52.25,3.75,NULL,NULL,'survivor','[]','[]','survivor','41440001234','keller anna',NULL,'',NULL,0,NULL,'[]',0);
INSERT INTO "entries" VALUES('survivor','call-survivor','simulator:demo','101','101','incoming','external','ended','answered','+41440001234','allowed','044 000 12 34','Keller Anna','2026-03-09T09:13:02.120457Z','2026-03-09T09:13:06.120457Z','2026-03-09T09:14:02.120457Z',52.25,3.75,NULL,NULL,NULL,'[]','[]','survivor','41440001234','keller anna',NULL,'',NULL,0,NULL,'[]',0);
INSERT INTO "entries" VALUES('refused','call-refused','simulator:demo','101','101','incoming','external','ended','answered','+41440001234','allowed','044 000 12 34','Keller Anna','2026-03-09T09:25:02.120457Z','2026-03-09T09:25:06.120457Z','2026-03-09T09:26:02.120457Z',52.25,3.75,NULL,NULL,NULL,'[]','[]','refused','41440001234','keller anna',NULL,'',NULL,0,NULL,'[]',0);
INSERT INTO "entries" VALUES('withheld','call-withheld','simulator:demo','101','101','incoming','external','ended','answered',NULL,'withheld',NULL,NULL,'2026-03-09T09:35:02.120457Z','2026-03-09T09:35:06.120457Z','2026-03-09T09:36:02.120457Z',52.25,3.75,NULL,NULL,NULL,'[]','[]','withheld',NULL,'',NULL,'',NULL,0,NULL,'[]',0);
CREATE TABLE schema_migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied TEXT NOT NULL
);
INSERT INTO "schema_migrations" VALUES(1,'0001_journal.sql','2026-11-23T21:14:41.373290Z');
INSERT INTO "schema_migrations" VALUES(2,'0002_matching.sql','2026-11-23T21:14:41.374599Z');
INSERT INTO "schema_migrations" VALUES(3,'0003_voicemail.sql','2026-11-23T21:14:41.375135Z');
CREATE INDEX entries_by_start ON entries (started);
CREATE INDEX entries_by_call ON entries (call_id);
CREATE INDEX entries_by_survivor ON entries (survivor);
CREATE INDEX drafts_by_entry ON drafts (entry);
CREATE INDEX entries_by_contact ON entries (matched_contact, started)
WHERE matched_contact IS NOT NULL AND answered IS NOT NULL AND merged_into IS NULL;
COMMIT;

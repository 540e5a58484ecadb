-- Callers are found by their switchboard, and by the end of numbers that could not be normalised.

ALTER TABLE means ADD COLUMN trunk TEXT;                                    -- E.164 before the extension
ALTER TABLE means ADD COLUMN switchboard BOOLEAN NOT NULL DEFAULT FALSE;    -- the extension is zeros only
ALTER TABLE means ADD COLUMN readable BOOLEAN NOT NULL DEFAULT FALSE;       -- it is normalised
ALTER TABLE means ADD COLUMN reversed TEXT;                                 -- its digits from the last to the first

DROP INDEX means_by_number;
CREATE INDEX means_by_number ON means (normalised, contact_id);             -- who has a number is answered by it alone
CREATE INDEX means_by_trunk ON means (trunk) WHERE switchboard;
CREATE INDEX means_by_ending ON means (readable, reversed) WHERE reversed IS NOT NULL;
CREATE INDEX contacts_of_company ON contacts (company_id, active DESC, name);

DELETE FROM about WHERE name = 'rules';                                     -- so that all numbers are read anew

-- A missed call may have left a message.

ALTER TABLE entries ADD COLUMN voicemail INTEGER NOT NULL DEFAULT 0;    -- 1: the caller spoke to the voicemail

-- The name under which a bundle came in: the sender's word, for the intake record. A quarantined file has it in its own row.

CREATE TABLE intake_file (
  bundle INTEGER PRIMARY KEY REFERENCES bundle (id),
  file_name TEXT NOT NULL
) STRICT;

CREATE TRIGGER intake_file_keeps_rows BEFORE UPDATE ON intake_file BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of intake_file are never changed'); END;
CREATE TRIGGER intake_file_keeps_all BEFORE DELETE ON intake_file
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = OLD.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of intake_file are never removed'); END;
CREATE TRIGGER intake_file_is_closed BEFORE INSERT ON intake_file
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = NEW.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: an accepted bundle gains no rows in intake_file'); END;

PRAGMA user_version = 3;

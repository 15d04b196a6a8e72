-- What lets `vault check` notice rows that were changed past the schema: docs/formats/vault.md, "Digests of rows".

-- One row: 32 random bytes that stand in front of whatever is digested, so that a digest in an exported log can be
-- compared with no guess.
CREATE TABLE digest_salt (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  salt BLOB NOT NULL CHECK (length(salt) = 32)
) STRICT;
INSERT INTO digest_salt (id, salt) VALUES (1, randomblob(32));

-- The digest of all rows that were indexed from one log or score table.
CREATE TABLE index_digest (
  member INTEGER PRIMARY KEY REFERENCES member (id),
  digest TEXT NOT NULL CHECK (length(digest) = 96 AND digest NOT GLOB '*[^0-9a-f]*')
) STRICT;

CREATE TRIGGER digest_salt_keeps_rows BEFORE UPDATE ON digest_salt BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of digest_salt are never changed'); END;
CREATE TRIGGER digest_salt_keeps_all BEFORE DELETE ON digest_salt BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of digest_salt are never removed'); END;
CREATE TRIGGER index_digest_keeps_rows BEFORE UPDATE ON index_digest BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of index_digest are never changed'); END;
CREATE TRIGGER index_digest_keeps_all BEFORE DELETE ON index_digest
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = (SELECT bundle FROM member WHERE id = OLD.member))
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of index_digest are never removed'); END;
CREATE TRIGGER index_digest_is_closed BEFORE INSERT ON index_digest
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = (SELECT bundle FROM member WHERE id = NEW.member))
BEGIN SELECT RAISE(ABORT, 'vault.append-only: an accepted bundle gains no rows in index_digest'); END;

PRAGMA user_version = 2;

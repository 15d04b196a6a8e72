-- What the migrations produce. Written by: UPDATE_SCHEMA=1 npm run unit -- db/schema

CREATE TABLE adjudication (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  attempt INTEGER NOT NULL REFERENCES attempt (id),
  scorer TEXT NOT NULL,
  key TEXT,
  verdict TEXT NOT NULL CHECK (length(verdict) > 0),
  value_exact TEXT,
  numeric REAL,
  excluded INTEGER NOT NULL CHECK (excluded IN (0, 1)),
  flags_json TEXT NOT NULL CHECK (json_valid(flags_json)),
  rationale TEXT NOT NULL CHECK (length(rationale) > 0),
  supersedes TEXT UNIQUE REFERENCES adjudication (id),
  adjudicated_by TEXT NOT NULL,
  adjudicated_at TEXT NOT NULL CHECK (adjudicated_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE assessment (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  case_id TEXT NOT NULL REFERENCES case_file (id),
  digest TEXT NOT NULL CHECK (length(digest) = 96 AND digest NOT GLOB '*[^0-9a-f]*'),
  policy_digest TEXT NOT NULL REFERENCES policy_version (digest),
  document BLOB NOT NULL,
  assessed_by TEXT NOT NULL,
  assessed_at TEXT NOT NULL CHECK (assessed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE attachment (
  digest TEXT PRIMARY KEY CHECK (length(digest) = 96 AND digest NOT GLOB '*[^0-9a-f]*'),
  name TEXT NOT NULL,
  media_type TEXT,
  bytes BLOB NOT NULL,
  added_by TEXT NOT NULL,
  added_at TEXT NOT NULL CHECK (added_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE attempt (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run (id),
  sample_id_exact TEXT NOT NULL,
  sample_id_text TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  uuid TEXT,
  locator_exact TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('scored', 'unscored', 'errored', 'invalidated', 'limit')),
  error INTEGER NOT NULL CHECK (error IN (0, 1)),
  limit_type TEXT,
  invalidated INTEGER NOT NULL CHECK (invalidated IN (0, 1)),
  retries INTEGER NOT NULL CHECK (retries >= 0),
  messages INTEGER,
  events INTEGER,
  tool_calls INTEGER,
  content_filter_stops INTEGER,
  tokens INTEGER,
  total_seconds REAL,
  working_seconds REAL,
  metadata_exact TEXT,
  input_preview TEXT NOT NULL
) STRICT;

CREATE TABLE attempt_score (
  id INTEGER PRIMARY KEY,
  attempt INTEGER NOT NULL REFERENCES attempt (id),
  scorer TEXT NOT NULL,
  key TEXT,
  value_exact TEXT NOT NULL,
  numeric REAL,
  answer TEXT
) STRICT;

CREATE TABLE audit_event (
  sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
  at TEXT NOT NULL CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z'),
  actor TEXT NOT NULL,
  act TEXT NOT NULL CHECK (length(act) > 0),
  subject TEXT NOT NULL,
  detail_json TEXT NOT NULL CHECK (json_valid(detail_json)),
  previous TEXT NOT NULL CHECK (length(previous) = 96 AND previous NOT GLOB '*[^0-9a-f]*'),
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 96 AND digest NOT GLOB '*[^0-9a-f]*')
) STRICT;

CREATE TABLE bundle (
  id INTEGER PRIMARY KEY,
  sealed_digest TEXT NOT NULL UNIQUE CHECK (length(sealed_digest) = 96 AND sealed_digest NOT GLOB '*[^0-9a-f]*'),
  sealed_size INTEGER NOT NULL CHECK (sealed_size > 0),
  bundle_id TEXT NOT NULL CHECK (length(bundle_id) > 0),
  producer_id TEXT NOT NULL CHECK (length(producer_id) > 0),
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  case_key TEXT NOT NULL CHECK (length(case_key) > 0),
  developer TEXT NOT NULL,
  model TEXT NOT NULL,
  model_version TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('candidate', 'reference')),
  marking TEXT NOT NULL CHECK (length(marking) > 0),
  created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z'),
  window_opens_at TEXT CHECK (window_opens_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z'),
  window_closes_at TEXT CHECK (window_closes_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z'),
  envelope BLOB NOT NULL,
  manifest_digest TEXT NOT NULL CHECK (length(manifest_digest) = 96 AND manifest_digest NOT GLOB '*[^0-9a-f]*'),
  head_digest TEXT NOT NULL CHECK (length(head_digest) = 96 AND head_digest NOT GLOB '*[^0-9a-f]*'),
  roster_digest TEXT NOT NULL CHECK (length(roster_digest) = 96 AND roster_digest NOT GLOB '*[^0-9a-f]*'),
  received_by TEXT NOT NULL,
  received_at TEXT NOT NULL CHECK (received_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z'),
  UNIQUE (producer_id, sequence),
  UNIQUE (producer_id, bundle_id)
) STRICT;

CREATE TABLE bundle_acceptance (
  bundle INTEGER PRIMARY KEY REFERENCES bundle (id),
  case_id TEXT NOT NULL REFERENCES case_file (id),
  accepted_by TEXT NOT NULL,
  witness TEXT,
  accepted_at TEXT NOT NULL CHECK (accepted_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE case_file (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  case_key TEXT NOT NULL UNIQUE CHECK (length(case_key) > 0),
  developer TEXT NOT NULL,
  model TEXT NOT NULL,
  model_version TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  opened_at TEXT NOT NULL CHECK (opened_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT, WITHOUT ROWID;

CREATE TABLE checklist_step (
  id INTEGER PRIMARY KEY,
  bundle INTEGER REFERENCES bundle (id),
  quarantine INTEGER REFERENCES quarantine (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  step TEXT NOT NULL CHECK (length(step) > 0),
  outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'failed', 'not-checked', 'warning')),
  code TEXT,
  detail TEXT NOT NULL,
  CHECK ((bundle IS NULL) <> (quarantine IS NULL)),
  UNIQUE (bundle, position),
  UNIQUE (quarantine, position)
) STRICT;

CREATE TABLE checkpoint (
  id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL REFERENCES audit_event (sequence),
  head TEXT NOT NULL CHECK (length(head) = 96 AND head NOT GLOB '*[^0-9a-f]*'),
  envelope BLOB NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL CHECK (made_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE concurrence (
  id INTEGER PRIMARY KEY,
  decision TEXT NOT NULL REFERENCES decision (id),
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 96 AND digest NOT GLOB '*[^0-9a-f]*'),
  person_id TEXT NOT NULL CHECK (length(person_id) > 0),
  agency TEXT NOT NULL,
  position TEXT NOT NULL CHECK (position IN ('concurs', 'does-not-concur', 'comments')),
  envelope BLOB NOT NULL,
  received_by TEXT NOT NULL,
  received_at TEXT NOT NULL CHECK (received_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE decision (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  case_id TEXT NOT NULL REFERENCES case_file (id),
  determination TEXT NOT NULL CHECK (determination IN ('covered', 'not-covered', 'insufficient-evidence')),
  payload BLOB NOT NULL,
  payload_digest TEXT NOT NULL UNIQUE CHECK (length(payload_digest) = 96 AND payload_digest NOT GLOB '*[^0-9a-f]*'),
  -- Null for a decision that was drafted on another desk and came here for a position or a signature.
  assessment_id TEXT REFERENCES assessment (id),
  marking TEXT NOT NULL CHECK (length(marking) > 0),
  supersedes TEXT CHECK (length(supersedes) = 96 AND supersedes NOT GLOB '*[^0-9a-f]*'),
  rescinds TEXT CHECK (length(rescinds) = 96 AND rescinds NOT GLOB '*[^0-9a-f]*'),
  drafted_by TEXT NOT NULL,
  drafted_at TEXT NOT NULL CHECK (drafted_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE decision_event (
  id INTEGER PRIMARY KEY,
  decision TEXT NOT NULL REFERENCES decision (id),
  event TEXT NOT NULL CHECK (event IN ('drafted', 'withdrawn', 'completed', 'exported', 'superseded', 'rescinded')),
  detail_json TEXT NOT NULL CHECK (json_valid(detail_json)),
  by_person TEXT NOT NULL,
  at TEXT NOT NULL CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE decision_signature (
  id INTEGER PRIMARY KEY,
  decision TEXT NOT NULL REFERENCES decision (id),
  person_id TEXT NOT NULL CHECK (length(person_id) > 0),
  key_id TEXT NOT NULL CHECK (length(key_id) = 64 AND key_id NOT GLOB '*[^0-9a-f]*'),
  algorithm TEXT NOT NULL CHECK (length(algorithm) > 0),
  signature BLOB NOT NULL,
  signed_at TEXT NOT NULL CHECK (signed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z'),
  UNIQUE (decision, key_id)
) STRICT;

CREATE TABLE desk_identity (
  id INTEGER PRIMARY KEY,
  recipient TEXT NOT NULL UNIQUE CHECK (length(recipient) > 0),
  identity TEXT NOT NULL CHECK (length(identity) > 0),
  created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE digest_salt (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  salt BLOB NOT NULL CHECK (length(salt) = 32)
) STRICT;

CREATE TABLE draft (
  person_id TEXT NOT NULL,
  name TEXT NOT NULL,
  value_json TEXT NOT NULL CHECK (json_valid(value_json)),
  saved_at TEXT NOT NULL CHECK (saved_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z'),
  PRIMARY KEY (person_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE export_record (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (length(kind) > 0),
  subject TEXT NOT NULL,
  digest TEXT NOT NULL CHECK (length(digest) = 96 AND digest NOT GLOB '*[^0-9a-f]*'),
  size INTEGER NOT NULL CHECK (size >= 0),
  file_name TEXT NOT NULL,
  marking TEXT NOT NULL CHECK (length(marking) > 0),
  recipients_json TEXT NOT NULL CHECK (json_valid(recipients_json)),
  exported_by TEXT NOT NULL,
  witness TEXT,
  exported_at TEXT NOT NULL CHECK (exported_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE finding (
  id INTEGER PRIMARY KEY,
  bundle INTEGER REFERENCES bundle (id),
  run INTEGER REFERENCES run (id),
  case_id TEXT REFERENCES case_file (id),
  code TEXT NOT NULL CHECK (length(code) > 0),
  severity TEXT NOT NULL CHECK (severity IN ('alarm', 'notice')),
  member TEXT,
  detail TEXT NOT NULL,
  found_by TEXT NOT NULL,
  found_at TEXT NOT NULL CHECK (found_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z'),
  CHECK ((bundle IS NULL) <> (case_id IS NULL)),
  CHECK (run IS NULL OR bundle IS NOT NULL)
) STRICT;

CREATE TABLE index_digest (
  member INTEGER PRIMARY KEY REFERENCES member (id),
  digest TEXT NOT NULL CHECK (length(digest) = 96 AND digest NOT GLOB '*[^0-9a-f]*')
) STRICT;

CREATE TABLE intake_file (
  bundle INTEGER PRIMARY KEY REFERENCES bundle (id),
  file_name TEXT NOT NULL
) STRICT;

CREATE TABLE member (
  id INTEGER PRIMARY KEY,
  bundle INTEGER NOT NULL REFERENCES bundle (id),
  name TEXT NOT NULL CHECK (length(name) > 0),
  size INTEGER NOT NULL CHECK (size >= 0),
  offset INTEGER NOT NULL CHECK (offset >= 0),
  digest TEXT NOT NULL CHECK (length(digest) = 96 AND digest NOT GLOB '*[^0-9a-f]*'),
  role TEXT NOT NULL CHECK (length(role) > 0),
  marking TEXT NOT NULL CHECK (length(marking) > 0),
  media_type TEXT,
  UNIQUE (bundle, name)
) STRICT;

CREATE TABLE notice (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  decision TEXT NOT NULL REFERENCES decision (id),
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 96 AND digest NOT GLOB '*[^0-9a-f]*'),
  marking TEXT NOT NULL CHECK (length(marking) > 0),
  envelope BLOB NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL CHECK (made_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE person (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64 AND id NOT GLOB '*[^a-z0-9._-]*'),
  name TEXT NOT NULL CHECK (length(name) > 0),
  organization TEXT NOT NULL,
  agency TEXT,
  card BLOB NOT NULL,
  card_digest TEXT NOT NULL CHECK (length(card_digest) = 96 AND card_digest NOT GLOB '*[^0-9a-f]*'),
  enrolled_by TEXT,
  enrolled_at TEXT NOT NULL CHECK (enrolled_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT, WITHOUT ROWID;

CREATE TABLE person_removal (
  person_id TEXT PRIMARY KEY REFERENCES person (id),
  reason TEXT NOT NULL,
  removed_by TEXT NOT NULL,
  removed_at TEXT NOT NULL CHECK (removed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_version (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 96 AND digest NOT GLOB '*[^0-9a-f]*'),
  policy_id TEXT NOT NULL CHECK (length(policy_id) > 0),
  version TEXT NOT NULL CHECK (length(version) > 0),
  envelope BLOB NOT NULL,
  imported_by TEXT NOT NULL,
  imported_at TEXT NOT NULL CHECK (imported_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z'),
  UNIQUE (policy_id, version)
) STRICT;

CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  sealed_digest TEXT NOT NULL CHECK (length(sealed_digest) = 96 AND sealed_digest NOT GLOB '*[^0-9a-f]*'),
  sealed_size INTEGER NOT NULL CHECK (sealed_size >= 0),
  file_name TEXT NOT NULL,
  code TEXT NOT NULL CHECK (length(code) > 0),
  manifest_json TEXT CHECK (json_valid(manifest_json)),
  received_by TEXT NOT NULL,
  received_at TEXT NOT NULL CHECK (received_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE roster_version (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 96 AND digest NOT GLOB '*[^0-9a-f]*'),
  roster_id TEXT NOT NULL CHECK (length(roster_id) > 0),
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  issued_at TEXT NOT NULL CHECK (issued_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z'),
  envelope BLOB NOT NULL,
  imported_by TEXT NOT NULL,
  imported_at TEXT NOT NULL CHECK (imported_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z'),
  UNIQUE (roster_id, sequence)
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE CHECK (length(run_id) = 36),
  bundle INTEGER NOT NULL REFERENCES bundle (id),
  member INTEGER NOT NULL UNIQUE REFERENCES member (id),
  eval_id TEXT,
  task TEXT NOT NULL,
  task_version TEXT,
  model TEXT NOT NULL,
  status TEXT NOT NULL,
  created TEXT,
  inspect_version TEXT,
  format TEXT NOT NULL,
  log_version INTEGER,
  epochs INTEGER CHECK (epochs >= 0),
  total_samples INTEGER CHECK (total_samples >= 0),
  completed_samples INTEGER CHECK (completed_samples >= 0),
  invalidated INTEGER NOT NULL CHECK (invalidated IN (0, 1)),
  header_exact TEXT NOT NULL
) STRICT;

CREATE TABLE run_score (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run (id),
  level TEXT NOT NULL CHECK (level IN ('claimed', 'reductions', 'samples')),
  name TEXT NOT NULL,
  scorer TEXT NOT NULL,
  reducer TEXT,
  metric TEXT NOT NULL,
  value_exact TEXT NOT NULL,
  numeric REAL,
  verdict TEXT CHECK (verdict IN ('match', 'mismatch', 'not-recomputable'))
) STRICT;

CREATE TABLE setting (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  value_json TEXT NOT NULL CHECK (json_valid(value_json)),
  set_by TEXT,
  set_at TEXT NOT NULL CHECK (set_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE table_score (
  id INTEGER PRIMARY KEY,
  bundle INTEGER NOT NULL REFERENCES bundle (id),
  member INTEGER NOT NULL REFERENCES member (id),
  line INTEGER NOT NULL CHECK (line >= 1),
  benchmark TEXT NOT NULL CHECK (length(benchmark) > 0),
  version TEXT,
  metric TEXT NOT NULL,
  key TEXT,
  sample TEXT,
  epoch INTEGER,
  value_exact TEXT NOT NULL,
  numeric REAL,
  extra_json TEXT NOT NULL CHECK (json_valid(extra_json)),
  UNIQUE (member, line)
) STRICT;

CREATE TABLE typed_score (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  case_id TEXT NOT NULL REFERENCES case_file (id),
  role TEXT NOT NULL CHECK (role IN ('candidate', 'reference')),
  model TEXT NOT NULL,
  benchmark TEXT NOT NULL CHECK (length(benchmark) > 0),
  version TEXT,
  metric TEXT NOT NULL,
  value_exact TEXT NOT NULL,
  numeric REAL,
  detail_json TEXT NOT NULL CHECK (json_valid(detail_json)),
  provenance TEXT NOT NULL CHECK (length(provenance) > 0),
  marking TEXT NOT NULL CHECK (length(marking) > 0),
  attachment TEXT REFERENCES attachment (digest),
  supersedes TEXT UNIQUE REFERENCES typed_score (id),
  typed_by TEXT NOT NULL,
  typed_at TEXT NOT NULL CHECK (typed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE TABLE unlock_attempt (
  id INTEGER PRIMARY KEY,
  person_id TEXT NOT NULL,
  failures_before INTEGER NOT NULL CHECK (failures_before >= 0),
  at TEXT NOT NULL CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*Z')
) STRICT;

CREATE VIEW accepted_attempt AS
  SELECT a.* FROM attempt a JOIN run r ON r.id = a.run JOIN bundle_acceptance b ON b.bundle = r.bundle;

CREATE VIEW accepted_bundle AS
  SELECT b.*, a.case_id, a.accepted_by, a.witness, a.accepted_at
  FROM bundle b JOIN bundle_acceptance a ON a.bundle = b.id;

CREATE VIEW accepted_run AS
  SELECT r.*, b.sealed_digest, b.role AS bundle_role, b.case_id, b.marking AS bundle_marking, m.name AS member_name
  FROM run r JOIN accepted_bundle b ON b.id = r.bundle JOIN member m ON m.id = r.member;

CREATE VIEW accepted_run_line AS
  SELECT id, run_id, bundle, member, eval_id, task, task_version, model, status, created, inspect_version, format,
    log_version, epochs, total_samples, completed_samples, invalidated, sealed_digest, bundle_role, case_id,
    bundle_marking, member_name
  FROM accepted_run;

CREATE VIEW current_adjudication AS
  SELECT * FROM adjudication a WHERE NOT EXISTS (SELECT 1 FROM adjudication later WHERE later.supersedes = a.id);

CREATE VIEW current_setting AS
  SELECT * FROM setting WHERE id IN (SELECT max(id) FROM setting GROUP BY name);

CREATE VIEW current_typed_score AS
  SELECT * FROM typed_score t WHERE NOT EXISTS (SELECT 1 FROM typed_score later WHERE later.supersedes = t.id);

CREATE VIEW decision_standing AS
  SELECT d.*, s.state, s.exported FROM decision d JOIN decision_state s ON s.decision = d.id;

CREATE VIEW decision_state AS
  SELECT d.id AS decision,
    CASE
      WHEN EXISTS (SELECT 1 FROM decision_event e WHERE e.decision = d.id AND e.event = 'rescinded') THEN 'rescinded'
      WHEN EXISTS (SELECT 1 FROM decision_event e WHERE e.decision = d.id AND e.event = 'superseded') THEN 'superseded'
      WHEN EXISTS (SELECT 1 FROM decision_event e WHERE e.decision = d.id AND e.event = 'completed') THEN 'complete'
      WHEN EXISTS (SELECT 1 FROM decision_event e WHERE e.decision = d.id AND e.event = 'withdrawn') THEN 'withdrawn'
      ELSE 'draft'
    END AS state,
    EXISTS (SELECT 1 FROM decision_event e WHERE e.decision = d.id AND e.event = 'exported') AS exported
  FROM decision d;

CREATE VIEW person_standing AS
  SELECT p.*, r.removed_at FROM person p LEFT JOIN person_removal r ON r.person_id = p.id;

CREATE INDEX adjudication_by_attempt ON adjudication (attempt);

CREATE INDEX assessment_by_case ON assessment (case_id);

CREATE INDEX attempt_by_run ON attempt (run);

CREATE INDEX attempt_by_sample ON attempt (run, sample_id_text, epoch);

CREATE INDEX attempt_score_by_attempt ON attempt_score (attempt);

CREATE INDEX audit_event_by_subject ON audit_event (subject);

CREATE INDEX bundle_acceptance_by_case ON bundle_acceptance (case_id);

CREATE INDEX concurrence_by_decision ON concurrence (decision);

CREATE INDEX decision_by_case ON decision (case_id);

CREATE INDEX decision_event_by_decision ON decision_event (decision, event);

CREATE UNIQUE INDEX decision_event_once ON decision_event (decision, event) WHERE event <> 'exported';

CREATE INDEX export_record_by_subject ON export_record (subject);

CREATE INDEX finding_by_bundle ON finding (bundle);

CREATE INDEX finding_by_case ON finding (case_id);

CREATE INDEX notice_by_decision ON notice (decision);

CREATE INDEX quarantine_by_digest ON quarantine (sealed_digest);

CREATE INDEX run_by_bundle ON run (bundle);

CREATE INDEX run_score_by_run ON run_score (run);

CREATE INDEX setting_by_name ON setting (name, id);

CREATE INDEX table_score_by_bundle ON table_score (bundle, benchmark);

CREATE INDEX typed_score_by_case ON typed_score (case_id);

CREATE INDEX unlock_attempt_by_person ON unlock_attempt (person_id, id);

CREATE TRIGGER adjudication_keeps_all BEFORE DELETE ON adjudication BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of adjudication are never removed'); END;

CREATE TRIGGER adjudication_keeps_rows BEFORE UPDATE ON adjudication BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of adjudication are never changed'); END;

CREATE TRIGGER adjudication_of_accepted BEFORE INSERT ON adjudication
WHEN NOT EXISTS (SELECT 1 FROM accepted_attempt WHERE id = NEW.attempt)
BEGIN SELECT RAISE(ABORT, 'vault.constraint: an adjudication is of an attempt in an accepted bundle'); END;

CREATE TRIGGER assessment_keeps_all BEFORE DELETE ON assessment BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of assessment are never removed'); END;

CREATE TRIGGER assessment_keeps_rows BEFORE UPDATE ON assessment BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of assessment are never changed'); END;

CREATE TRIGGER attachment_keeps_all BEFORE DELETE ON attachment BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of attachment are never removed'); END;

CREATE TRIGGER attachment_keeps_rows BEFORE UPDATE ON attachment BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of attachment are never changed'); END;

CREATE TRIGGER attempt_is_closed BEFORE INSERT ON attempt
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = (SELECT bundle FROM run WHERE id = NEW.run))
BEGIN SELECT RAISE(ABORT, 'vault.append-only: an accepted bundle gains no rows in attempt'); END;

CREATE TRIGGER attempt_keeps_all BEFORE DELETE ON attempt
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = (SELECT bundle FROM run WHERE id = OLD.run))
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of attempt are never removed'); END;

CREATE TRIGGER attempt_keeps_rows BEFORE UPDATE ON attempt BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of attempt are never changed'); END;

CREATE TRIGGER attempt_score_is_closed BEFORE INSERT ON attempt_score
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = (SELECT r.bundle FROM attempt a JOIN run r ON r.id = a.run WHERE a.id = NEW.attempt))
BEGIN SELECT RAISE(ABORT, 'vault.append-only: an accepted bundle gains no rows in attempt_score'); END;

CREATE TRIGGER attempt_score_keeps_all BEFORE DELETE ON attempt_score
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = (SELECT r.bundle FROM attempt a JOIN run r ON r.id = a.run WHERE a.id = OLD.attempt))
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of attempt_score are never removed'); END;

CREATE TRIGGER attempt_score_keeps_rows BEFORE UPDATE ON attempt_score BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of attempt_score are never changed'); END;

CREATE TRIGGER audit_event_follows BEFORE INSERT ON audit_event
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_event)
  OR NEW.previous <> coalesce(
    (SELECT digest FROM audit_event ORDER BY sequence DESC LIMIT 1),
    '000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000')
BEGIN SELECT RAISE(ABORT, 'vault.chain: an audit event must follow the last one'); END;

CREATE TRIGGER audit_event_keeps_all BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of audit_event are never removed'); END;

CREATE TRIGGER audit_event_keeps_rows BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of audit_event are never changed'); END;

CREATE TRIGGER bundle_acceptance_keeps_all BEFORE DELETE ON bundle_acceptance BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of bundle_acceptance are never removed'); END;

CREATE TRIGGER bundle_acceptance_keeps_rows BEFORE UPDATE ON bundle_acceptance BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of bundle_acceptance are never changed'); END;

CREATE TRIGGER bundle_keeps_all BEFORE DELETE ON bundle
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = OLD.id)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of bundle are never removed'); END;

CREATE TRIGGER bundle_keeps_rows BEFORE UPDATE ON bundle BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of bundle are never changed'); END;

CREATE TRIGGER case_file_keeps_all BEFORE DELETE ON case_file BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of case_file are never removed'); END;

CREATE TRIGGER case_file_keeps_rows BEFORE UPDATE ON case_file BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of case_file are never changed'); END;

CREATE TRIGGER checklist_step_is_closed BEFORE INSERT ON checklist_step
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = NEW.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: an accepted bundle gains no rows in checklist_step'); END;

CREATE TRIGGER checklist_step_keeps_all BEFORE DELETE ON checklist_step
WHEN OLD.quarantine IS NOT NULL OR EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = OLD.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of checklist_step are never removed'); END;

CREATE TRIGGER checklist_step_keeps_rows BEFORE UPDATE ON checklist_step BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of checklist_step are never changed'); END;

CREATE TRIGGER checkpoint_keeps_all BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of checkpoint are never removed'); END;

CREATE TRIGGER checkpoint_keeps_rows BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of checkpoint are never changed'); END;

CREATE TRIGGER checkpoint_names_the_chain BEFORE INSERT ON checkpoint
WHEN NEW.head IS NOT (SELECT digest FROM audit_event WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'vault.chain: a checkpoint names an event of the chain and its digest'); END;

CREATE TRIGGER concurrence_keeps_all BEFORE DELETE ON concurrence BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of concurrence are never removed'); END;

CREATE TRIGGER concurrence_keeps_rows BEFORE UPDATE ON concurrence BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of concurrence are never changed'); END;

CREATE TRIGGER decision_event_in_order BEFORE INSERT ON decision_event
WHEN (NEW.event = 'drafted' AND EXISTS (SELECT 1 FROM decision_event WHERE decision = NEW.decision))
  OR (NEW.event <> 'drafted' AND NOT EXISTS (SELECT 1 FROM decision_event WHERE decision = NEW.decision AND event = 'drafted'))
  OR (NEW.event IN ('withdrawn', 'completed')
    AND EXISTS (SELECT 1 FROM decision_event WHERE decision = NEW.decision AND event IN ('withdrawn', 'completed')))
  OR (NEW.event IN ('exported', 'superseded', 'rescinded')
    AND NOT EXISTS (SELECT 1 FROM decision_event WHERE decision = NEW.decision AND event = 'completed'))
  OR (NEW.event IN ('superseded', 'rescinded')
    AND EXISTS (SELECT 1 FROM decision_event WHERE decision = NEW.decision AND event IN ('superseded', 'rescinded')))
BEGIN SELECT RAISE(ABORT, 'vault.frozen: this step does not follow from where the decision stands'); END;

CREATE TRIGGER decision_event_keeps_all BEFORE DELETE ON decision_event BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of decision_event are never removed'); END;

CREATE TRIGGER decision_event_keeps_rows BEFORE UPDATE ON decision_event BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of decision_event are never changed'); END;

CREATE TRIGGER decision_keeps_all BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of decision are never removed'); END;

CREATE TRIGGER decision_keeps_rows BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of decision are never changed'); END;

CREATE TRIGGER decision_signature_is_frozen BEFORE INSERT ON decision_signature
WHEN EXISTS (SELECT 1 FROM decision_event WHERE decision = NEW.decision AND event IN ('completed', 'withdrawn'))
BEGIN SELECT RAISE(ABORT, 'vault.frozen: the decision takes no more signatures'); END;

CREATE TRIGGER decision_signature_keeps_all BEFORE DELETE ON decision_signature BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of decision_signature are never removed'); END;

CREATE TRIGGER decision_signature_keeps_rows BEFORE UPDATE ON decision_signature BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of decision_signature are never changed'); END;

CREATE TRIGGER desk_identity_keeps_all BEFORE DELETE ON desk_identity BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of desk_identity are never removed'); END;

CREATE TRIGGER desk_identity_keeps_rows BEFORE UPDATE ON desk_identity BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of desk_identity are never changed'); END;

CREATE TRIGGER digest_salt_keeps_all BEFORE DELETE ON digest_salt BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of digest_salt are never removed'); END;

CREATE TRIGGER digest_salt_keeps_rows BEFORE UPDATE ON digest_salt BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of digest_salt are never changed'); END;

CREATE TRIGGER export_record_keeps_all BEFORE DELETE ON export_record BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of export_record are never removed'); END;

CREATE TRIGGER export_record_keeps_rows BEFORE UPDATE ON export_record BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of export_record are never changed'); END;

CREATE TRIGGER finding_keeps_all BEFORE DELETE ON finding
WHEN OLD.case_id IS NOT NULL OR EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = OLD.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of finding are never removed'); END;

CREATE TRIGGER finding_keeps_rows BEFORE UPDATE ON finding BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of finding are never changed'); END;

CREATE TRIGGER index_digest_is_closed BEFORE INSERT ON index_digest
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = (SELECT bundle FROM member WHERE id = NEW.member))
BEGIN SELECT RAISE(ABORT, 'vault.append-only: an accepted bundle gains no rows in index_digest'); END;

CREATE TRIGGER index_digest_keeps_all BEFORE DELETE ON index_digest
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = (SELECT bundle FROM member WHERE id = OLD.member))
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of index_digest are never removed'); END;

CREATE TRIGGER index_digest_keeps_rows BEFORE UPDATE ON index_digest BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of index_digest are never changed'); END;

CREATE TRIGGER intake_file_is_closed BEFORE INSERT ON intake_file
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = NEW.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: an accepted bundle gains no rows in intake_file'); END;

CREATE TRIGGER intake_file_keeps_all BEFORE DELETE ON intake_file
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = OLD.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of intake_file are never removed'); END;

CREATE TRIGGER intake_file_keeps_rows BEFORE UPDATE ON intake_file BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of intake_file are never changed'); END;

CREATE TRIGGER member_is_closed BEFORE INSERT ON member
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = NEW.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: an accepted bundle gains no rows in member'); END;

CREATE TRIGGER member_keeps_all BEFORE DELETE ON member
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = OLD.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of member are never removed'); END;

CREATE TRIGGER member_keeps_rows BEFORE UPDATE ON member BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of member are never changed'); END;

CREATE TRIGGER notice_keeps_all BEFORE DELETE ON notice BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of notice are never removed'); END;

CREATE TRIGGER notice_keeps_rows BEFORE UPDATE ON notice BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of notice are never changed'); END;

CREATE TRIGGER person_keeps_all BEFORE DELETE ON person BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of person are never removed'); END;

CREATE TRIGGER person_keeps_rows BEFORE UPDATE ON person BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of person are never changed'); END;

CREATE TRIGGER person_removal_keeps_all BEFORE DELETE ON person_removal BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of person_removal are never removed'); END;

CREATE TRIGGER person_removal_keeps_rows BEFORE UPDATE ON person_removal BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of person_removal are never changed'); END;

CREATE TRIGGER policy_version_keeps_all BEFORE DELETE ON policy_version BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of policy_version are never removed'); END;

CREATE TRIGGER policy_version_keeps_rows BEFORE UPDATE ON policy_version BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of policy_version are never changed'); END;

CREATE TRIGGER quarantine_keeps_all BEFORE DELETE ON quarantine BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of quarantine are never removed'); END;

CREATE TRIGGER quarantine_keeps_rows BEFORE UPDATE ON quarantine BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of quarantine are never changed'); END;

CREATE TRIGGER roster_version_keeps_all BEFORE DELETE ON roster_version BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of roster_version are never removed'); END;

CREATE TRIGGER roster_version_keeps_rows BEFORE UPDATE ON roster_version BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of roster_version are never changed'); END;

CREATE TRIGGER run_is_closed BEFORE INSERT ON run
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = NEW.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: an accepted bundle gains no rows in run'); END;

CREATE TRIGGER run_keeps_all BEFORE DELETE ON run
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = OLD.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of run are never removed'); END;

CREATE TRIGGER run_keeps_rows BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of run are never changed'); END;

CREATE TRIGGER run_score_is_closed BEFORE INSERT ON run_score
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = (SELECT bundle FROM run WHERE id = NEW.run))
BEGIN SELECT RAISE(ABORT, 'vault.append-only: an accepted bundle gains no rows in run_score'); END;

CREATE TRIGGER run_score_keeps_all BEFORE DELETE ON run_score
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = (SELECT bundle FROM run WHERE id = OLD.run))
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of run_score are never removed'); END;

CREATE TRIGGER run_score_keeps_rows BEFORE UPDATE ON run_score BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of run_score are never changed'); END;

CREATE TRIGGER setting_keeps_all BEFORE DELETE ON setting BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of setting are never removed'); END;

CREATE TRIGGER setting_keeps_rows BEFORE UPDATE ON setting BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of setting are never changed'); END;

CREATE TRIGGER table_score_is_closed BEFORE INSERT ON table_score
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = NEW.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: an accepted bundle gains no rows in table_score'); END;

CREATE TRIGGER table_score_keeps_all BEFORE DELETE ON table_score
WHEN EXISTS (SELECT 1 FROM bundle_acceptance WHERE bundle = OLD.bundle)
BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of table_score are never removed'); END;

CREATE TRIGGER table_score_keeps_rows BEFORE UPDATE ON table_score BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of table_score are never changed'); END;

CREATE TRIGGER typed_score_keeps_all BEFORE DELETE ON typed_score BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of typed_score are never removed'); END;

CREATE TRIGGER typed_score_keeps_rows BEFORE UPDATE ON typed_score BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of typed_score are never changed'); END;

CREATE TRIGGER unlock_attempt_keeps_all BEFORE DELETE ON unlock_attempt BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of unlock_attempt are never removed'); END;

CREATE TRIGGER unlock_attempt_keeps_rows BEFORE UPDATE ON unlock_attempt BEGIN SELECT RAISE(ABORT, 'vault.append-only: rows of unlock_attempt are never changed'); END;

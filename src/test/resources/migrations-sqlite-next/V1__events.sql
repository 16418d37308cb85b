-- The durable record of one data folder. Times are UTC text with nine digits of a second, so that
-- they sort as they stand. What must never be changed is guarded by triggers; they stop mistakes,
-- and the hash chain shows what somebody did on purpose.

PRAGMA application_id = 1212957774;  -- 'HLDN'
PRAGMA user_version = 1;

CREATE TABLE head (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  position INTEGER NOT NULL CHECK (position >= 0)
) STRICT;
INSERT INTO head (one, position) VALUES (1, 0);

CREATE TRIGGER head_never_falls BEFORE UPDATE ON head WHEN NEW.position < OLD.position
BEGIN SELECT RAISE(ABORT, 'the head of the log never falls'); END;

CREATE TABLE events (
  position   INTEGER PRIMARY KEY CHECK (position >= 1),
  run        TEXT NOT NULL,
  version    INTEGER NOT NULL CHECK (version >= 1),
  type       TEXT NOT NULL,
  codec      INTEGER NOT NULL CHECK (codec >= 1),
  at         TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor      TEXT NOT NULL,
  payload    BLOB NOT NULL,
  hash       BLOB NOT NULL CHECK (length(hash) = 32),
  UNIQUE (run, version)
) STRICT;

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

CREATE TABLE runs (
  run        TEXT PRIMARY KEY,
  playbook   TEXT NOT NULL,
  title      TEXT NOT NULL,
  lock       TEXT NOT NULL,
  state      TEXT NOT NULL,
  outcome    TEXT NOT NULL,
  started_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  next_due   TEXT,
  version    INTEGER NOT NULL CHECK (version >= 0)
) STRICT;
CREATE INDEX runs_by_start ON runs (started_at);
CREATE INDEX runs_open ON runs (started_at) WHERE state <> 'CLOSED';

CREATE TABLE locks (
  lock     TEXT PRIMARY KEY,
  run      TEXT,
  epoch    INTEGER NOT NULL CHECK (epoch >= 0),
  sequence INTEGER NOT NULL CHECK (sequence >= 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER locks_never_fall BEFORE UPDATE ON locks
WHEN NEW.epoch < OLD.epoch OR NEW.sequence < OLD.sequence
BEGIN SELECT RAISE(ABORT, 'epoch and sequence of a lock never fall'); END;
CREATE TRIGGER locks_are_never_deleted BEFORE DELETE ON locks
BEGIN SELECT RAISE(ABORT, 'locks are never deleted, only freed'); END;

CREATE TABLE outbox (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  run          TEXT NOT NULL,
  notice       TEXT NOT NULL,
  channel      TEXT NOT NULL,
  text         TEXT NOT NULL,
  attempts     INTEGER NOT NULL CHECK (attempts >= 0),
  tried_at     TEXT,
  delivered_at TEXT,
  error        TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_waiting ON outbox (id) WHERE delivered_at IS NULL;

-- Charts only: nothing is ever decided from here. A value that is not a number is NULL.
CREATE TABLE samples (
  run         TEXT NOT NULL,
  watch       TEXT NOT NULL,
  at          TEXT NOT NULL,
  kind        TEXT NOT NULL,
  value       REAL,
  limit_value REAL,
  reason      TEXT NOT NULL,
  breached    TEXT NOT NULL,
  PRIMARY KEY (run, watch, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES ('epoch', '0');

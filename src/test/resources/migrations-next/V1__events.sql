-- The durable record of one database: the same tables as in migrations/ for SQLite, so that the
-- same statements meet both. Texts sort by their bytes (COLLATE "C"), as they do there. Times are
-- UTC text with nine digits of a second, since a timestamp of PostgreSQL keeps six.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$;

-- Locked by whoever appends, so that positions are in the order of the commits.
CREATE TABLE head (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  position BIGINT NOT NULL CHECK (position >= 0)
);
INSERT INTO head (one, position) VALUES (1, 0);

CREATE TRIGGER head_never_falls BEFORE UPDATE ON head FOR EACH ROW
WHEN (NEW.position < OLD.position)
EXECUTE FUNCTION refuse_change('the head of the log never falls');

CREATE TABLE events (
  position   BIGINT PRIMARY KEY CHECK (position >= 1),
  run        TEXT COLLATE "C" NOT NULL,
  version    BIGINT NOT NULL CHECK (version >= 1),
  type       TEXT COLLATE "C" NOT NULL,
  codec      INTEGER NOT NULL CHECK (codec >= 1),
  at         TEXT COLLATE "C" NOT NULL,
  actor_kind TEXT COLLATE "C" NOT NULL,
  actor      TEXT COLLATE "C" NOT NULL,
  payload    BYTEA NOT NULL,
  hash       BYTEA NOT NULL CHECK (length(hash) = 32),
  UNIQUE (run, version)
);

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events FOR EACH ROW
EXECUTE FUNCTION refuse_change('events are never changed');
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events FOR EACH ROW
EXECUTE FUNCTION refuse_change('events are never deleted');
CREATE TRIGGER events_are_never_emptied BEFORE TRUNCATE ON events
EXECUTE FUNCTION refuse_change('events are never deleted');

CREATE TABLE runs (
  rowid      BIGINT GENERATED ALWAYS AS IDENTITY,  -- SQLite has one of its own
  run        TEXT COLLATE "C" PRIMARY KEY,
  playbook   TEXT COLLATE "C" NOT NULL,
  title      TEXT COLLATE "C" NOT NULL,
  lock       TEXT COLLATE "C" NOT NULL,
  state      TEXT COLLATE "C" NOT NULL,
  outcome    TEXT COLLATE "C" NOT NULL,
  started_at TEXT COLLATE "C" NOT NULL,
  changed_at TEXT COLLATE "C" NOT NULL,
  next_due   TEXT COLLATE "C",
  version    BIGINT NOT NULL CHECK (version >= 0)
);
CREATE INDEX runs_by_start ON runs (started_at, rowid);
CREATE INDEX runs_open ON runs (started_at, rowid) WHERE state <> 'CLOSED';
CREATE INDEX runs_due ON runs (next_due, run) WHERE state <> 'CLOSED';

CREATE TABLE locks (
  lock     TEXT COLLATE "C" PRIMARY KEY,
  run      TEXT COLLATE "C",
  epoch    BIGINT NOT NULL CHECK (epoch >= 0),
  sequence BIGINT NOT NULL CHECK (sequence >= 0)
);

CREATE TRIGGER locks_never_fall BEFORE UPDATE ON locks FOR EACH ROW
WHEN (NEW.epoch < OLD.epoch OR NEW.sequence < OLD.sequence)
EXECUTE FUNCTION refuse_change('epoch and sequence of a lock never fall');
CREATE TRIGGER locks_are_never_deleted BEFORE DELETE ON locks FOR EACH ROW
EXECUTE FUNCTION refuse_change('locks are never deleted, only freed');

CREATE TABLE outbox (
  id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run          TEXT COLLATE "C" NOT NULL,
  notice       TEXT COLLATE "C" NOT NULL,
  channel      TEXT COLLATE "C" NOT NULL,
  text         TEXT COLLATE "C" NOT NULL,
  attempts     INTEGER NOT NULL CHECK (attempts >= 0),
  tried_at     TEXT COLLATE "C",
  delivered_at TEXT COLLATE "C",
  error        TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE delivered_at IS NULL;

-- Charts only: nothing is ever decided from here. A value that is not a number is NULL.
CREATE TABLE samples (
  run         TEXT COLLATE "C" NOT NULL,
  watch       TEXT COLLATE "C" NOT NULL,
  at          TEXT COLLATE "C" NOT NULL,
  kind        TEXT COLLATE "C" NOT NULL,
  value       DOUBLE PRECISION,
  limit_value DOUBLE PRECISION,
  reason      TEXT COLLATE "C" NOT NULL,
  breached    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (run, watch, at)
);

CREATE TABLE meta (
  name  TEXT COLLATE "C" PRIMARY KEY,
  value TEXT COLLATE "C" NOT NULL
);
INSERT INTO meta (name, value) VALUES ('epoch', '0');

-- One row for each store that is open somewhere. Each transaction raises the number in its row: a
-- writer that lost its connection during COMMIT reads there whether the server had kept it.
CREATE TABLE writers (
  writer       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transactions BIGINT NOT NULL DEFAULT 0,
  wrote_at     TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- Compiled playbooks and evidence, for every node. In pieces, so that no message between server and
-- node is large.
CREATE TABLE blobs (
  digest TEXT COLLATE "C" NOT NULL,
  piece  INTEGER NOT NULL CHECK (piece >= 0),
  pieces INTEGER NOT NULL CHECK (pieces > piece),
  bytes  BYTEA NOT NULL,
  PRIMARY KEY (digest, piece)
);
ALTER TABLE blobs ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- The processes that share the work, each with a lease, and who owns which part of it. The clock is
-- this server's. A partition's row is locked by every append that depends on it, so that no owner
-- can follow in the middle of one.
CREATE TABLE members (
  number    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name      TEXT COLLATE "C" NOT NULL,
  lease_end TIMESTAMPTZ NOT NULL
);

CREATE TABLE partitions (
  number INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 255),
  epoch  BIGINT NOT NULL DEFAULT 0 CHECK (epoch >= 0),
  owner  BIGINT REFERENCES members (number)
);
INSERT INTO partitions (number) SELECT generate_series(0, 255);

CREATE TRIGGER epochs_never_fall BEFORE UPDATE ON partitions FOR EACH ROW
WHEN (NEW.epoch < OLD.epoch)
EXECUTE FUNCTION refuse_change('the epoch of a partition never falls');
CREATE TRIGGER partitions_are_never_deleted BEFORE DELETE ON partitions FOR EACH ROW
EXECUTE FUNCTION refuse_change('partitions are never deleted, only freed');
